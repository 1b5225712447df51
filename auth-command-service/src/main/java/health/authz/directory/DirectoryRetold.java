package health.authz.directory;

import health.authz.platform.republish.Retold;

/** The directory, as a part of everything that the service tells again. */
class DirectoryRetold implements Retold {
    private final DirectoryRepublish republish;

    DirectoryRetold(DirectoryRepublish republish) {
        this.republish = republish;
    }

    @Override
    public void begin(boolean anew) {
        if (anew) {
            republish.giveUp();
        }
        republish.begin();
    }

    @Override
    public void step() {
        republish.step();
    }

    @Override
    public Progress progress() {
        return republish
                .progress()
                .map(now -> new Progress(now.done(), now.total(), now.ended()))
                .orElse(Progress.NONE);
    }
}
