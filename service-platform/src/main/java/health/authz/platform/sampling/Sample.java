package health.authz.platform.sampling;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Questions that are asked one after the other, again and again, and their last answers. */
public final class Sample {
    private static final Logger log = LoggerFactory.getLogger(Sample.class);
    private final String name;
    private final MeterRegistry meters;
    private final List<Question> questions = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService asking;
    private boolean failing;

    Sample(String name, MeterRegistry meters, Duration every) {
        this.name = name;
        this.meters = meters;
        asking = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("sample-" + name).factory());
        asking.scheduleWithFixedDelay(this::ask, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A question with its last answer; not a number until it was answered once. */
    private static final class Question {
        private final DoubleSupplier asked;
        private volatile double answer = Double.NaN;
        private volatile long answeredAt = System.nanoTime();

        Question(DoubleSupplier asked) {
            this.asked = asked;
        }
    }

    /** A gauge that shows the last answer to this question, which may take its time and may fail. */
    public Sample gauge(String gauge, String description, Tags tags, DoubleSupplier asked) {
        Question question = new Question(asked);
        questions.add(question);
        Gauge.builder(gauge, question, each -> each.answer)
                .description(description)
                .tags(tags)
                .register(meters);
        return this;
    }

    public Sample gauge(String gauge, String description, DoubleSupplier asked) {
        return gauge(gauge, description, Tags.empty(), asked);
    }

    double ageSeconds() {
        long now = System.nanoTime();
        return questions.stream().mapToLong(each -> now - each.answeredAt).max().orElse(0) / 1e9;
    }

    /** A question that fails keeps its last answer and does not keep the others from theirs. */
    private void ask() {
        RuntimeException failed = null;
        for (Question question : questions) {
            try {
                question.answer = question.asked.getAsDouble();
                question.answeredAt = System.nanoTime();
            } catch (RuntimeException away) {
                failed = away;
            }
        }
        tell(failed);
    }

    /** Once, however long it lasts. */
    private void tell(@Nullable RuntimeException failed) {
        if (failed != null && !failing) {
            log.warn(
                    "figures of {} are not renewed: {}", name, failed.getClass().getSimpleName());
        } else if (failed == null && failing) {
            log.info("figures of {} are renewed again", name);
        }
        failing = failed != null;
    }

    void stop() {
        asking.shutdownNow();
    }
}
