package health.authz.calendar;

import health.authz.calendar.CalendarTable.Place;
import health.authz.platform.eventstore.Commands;
import health.authz.platform.eventstore.EventMetadata;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Looks at the clock and begins days. Runs in every instance; the calendar's stream lets each day begin once. */
class DayWatch implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(DayWatch.class);
    private final CalendarTable calendar;
    private final Commands commands;
    private final Clock clock;
    private final Duration every;
    private @Nullable ScheduledExecutorService watching;

    DayWatch(CalendarTable calendar, Commands commands, Clock clock, Duration every) {
        this.calendar = calendar;
        this.commands = commands;
        this.clock = clock;
        this.every = every;
    }

    /** Begins what is due now, everywhere. */
    void look() {
        for (Place place : calendar.places()) {
            LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneId.of(place.zone()));
            if (place.last() == null || place.last().isBefore(today)) {
                commands.send(
                        BeginDays.of(place.tenant(), place.zone(), today),
                        EventMetadata.ofProcess(place.tenant(), "calendar", null));
            }
        }
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("days").daemon().factory());
        started.scheduleWithFixedDelay(this::lookAndGoOn, 0, every.toMillis(), TimeUnit.MILLISECONDS);
        watching = started;
    }

    private void lookAndGoOn() {
        try {
            look();
        } catch (RuntimeException failed) {
            log.warn("days could not be begun, tried again soon: {}", failed.toString());
        }
    }

    @Override
    public synchronized void stop() {
        if (watching != null) {
            watching.shutdownNow();
            watching = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return watching != null;
    }
}
