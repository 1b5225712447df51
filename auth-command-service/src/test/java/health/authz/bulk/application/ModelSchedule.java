package health.authz.bulk.application;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Actors of which exactly one runs at a time, so that one seed gives one interleaving. Each stops where it touches the
 * store; who goes on, and whether the one that stopped does, is drawn.
 */
final class ModelSchedule {
    private final Random random;
    private final int goesOnPercent;
    private final Semaphore back = new Semaphore(0);
    private final List<Actor> actors = new ArrayList<>();
    private @Nullable Actor current;

    ModelSchedule(Random random) {
        this.random = random;
        this.goesOnPercent = 20 + 30 * random.nextInt(3);
    }

    /** What dies with its process: nothing of the engine may catch it. */
    static final class Crash extends Error {
        Crash() {
            super("crash", null, false, false);
        }
    }

    /** Something that runs in a process of the service. */
    static final class Actor {
        private final int process;
        private final Semaphore turn = new Semaphore(0);
        private BooleanSupplier mayRun = () -> true;
        private boolean killed;
        private boolean ended;
        private @Nullable Throwable failure;

        Actor(int process) {
            this.process = process;
        }

        int process() {
            return process;
        }

        boolean killed() {
            return killed;
        }
    }

    Actor start(int process, Runnable work) {
        Actor actor = new Actor(process);
        actors.add(actor);
        Thread.ofVirtual().start(() -> {
            actor.turn.acquireUninterruptibly();
            try {
                if (!actor.killed) {
                    work.run();
                }
            } catch (Crash expected) {
                // what it did not commit is gone
            } catch (Throwable failed) {
                actor.failure = failed;
            }
            actor.ended = true;
            back.release();
        });
        return actor;
    }

    Actor current() {
        return Objects.requireNonNull(current);
    }

    boolean isActing() {
        return current != null;
    }

    /** The actor that runs stops here; it may die here. */
    void pause() {
        if (current != null && (current.killed || random.nextInt(100) >= goesOnPercent)) {
            stop(() -> true);
        }
    }

    /** The actor that runs stops until this holds. */
    void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            stop(condition);
        }
    }

    private void stop(BooleanSupplier until) {
        Actor self = current();
        if (!self.killed) {
            self.mayRun = until;
            back.release();
            self.turn.acquireUninterruptibly();
            self.mayRun = () -> true;
        }
        if (self.killed) {
            throw new Crash();
        }
    }

    /** Lets one of those run that can. @return whether one could */
    boolean step() {
        List<Actor> able =
                actors.stream().filter(actor -> actor.mayRun.getAsBoolean()).toList();
        if (able.isEmpty()) {
            return false;
        }
        resume(able.get(random.nextInt(able.size())));
        return true;
    }

    private void resume(Actor actor) {
        current = actor;
        actor.turn.release();
        back.acquireUninterruptibly();
        current = null;
        if (actor.ended) {
            actors.remove(actor);
        }
        if (actor.failure != null) {
            throw new AssertionError("the engine failed: " + actor.failure, actor.failure);
        }
    }

    /** Everything of this process dies where it stands. */
    void kill(int process) {
        for (Actor actor : List.copyOf(actors)) {
            if (actor.process == process) {
                actor.killed = true;
                resume(actor);
            }
        }
    }

    /** Ends all that is left, so that a broken run leaves no thread behind. */
    void killAll() {
        for (Actor actor : List.copyOf(actors)) {
            actor.killed = true;
            try {
                resume(actor);
            } catch (AssertionError told) {
                // what failed first was told already
            }
        }
    }
}
