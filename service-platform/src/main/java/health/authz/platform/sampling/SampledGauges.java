package health.authz.platform.sampling;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.DisposableBean;

/**
 * Gauges whose values a store is asked for. A timer asks and keeps the answer; the scrape shows what is kept, so that a store that
 * stands still holds nobody up. How old the answers are is a gauge of its own: a value that nobody could renew looks as it did.
 *
 * <p>What is asked together is a sample, with a thread of its own: one store that stands still delays the others' samples by nothing.
 */
public final class SampledGauges implements DisposableBean {
    private final MeterRegistry meters;
    private final Duration every;
    private final Map<String, Sample> samples = new ConcurrentHashMap<>();

    /** @param every pause between an answer and the next question */
    public SampledGauges(MeterRegistry meters, Duration every) {
        this.meters = meters;
        this.every = every;
    }

    /**
     * The sample of this name; its age is {@code authz_sample_age_seconds}, from the oldest answer of all its questions, or from when it was
     * begun until each was answered once.
     */
    public Sample sample(String name) {
        return samples.computeIfAbsent(name, this::begun);
    }

    private Sample begun(String name) {
        Sample sample = new Sample(name, meters, every);
        Gauge.builder("authz.sample.age.seconds", sample, Sample::ageSeconds)
                .description("Seconds since the store answered what these gauges ask")
                .tag("sample", name)
                .register(meters);
        return sample;
    }

    @Override
    public void destroy() {
        samples.values().forEach(Sample::stop);
    }
}
