package health.authz.platform.consuming;

import health.authz.platform.consuming.ParkingLot.Parked;
import health.authz.platform.consuming.ParkingLot.Waiting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The records of one subject: what is parked of it and what a batch brings, in the order of their places, doubles apart. Its
 * head is applied, up to the first that cannot be; the rest waits.
 */
final class Line {
    static final String FOLLOWS = "follows a parked record";

    /** @param slot which of the batch's own records it goes with */
    private record Entry(Received record, @Nullable Parked parked, int slot) {}

    private final boolean holdsStates;
    private final List<Entry> entries;
    private final List<Parked> doubles = new ArrayList<>();
    private int end;
    private @Nullable String reason;

    /** @param own of the batch, in order, each place once */
    Line(Subject subject, List<Parked> parked, List<Received> own) {
        holdsStates = subject.holdsStates();
        List<Entry> all = new ArrayList<>(parked.size() + own.size());
        parked.forEach(each -> all.add(new Entry(each.record(), each, 0)));
        for (int slot = 0; slot < own.size(); slot++) {
            all.add(new Entry(own.get(slot), null, slot));
        }
        boolean placed = all.stream().noneMatch(each -> each.record().place() == Received.NO_PLACE);
        entries = placed ? inOrder(all) : all;
        end = entries.size();
    }

    private List<Entry> inOrder(List<Entry> all) {
        all.sort(Comparator.comparingLong(each -> each.record().place()));
        List<Entry> once = new ArrayList<>(all.size());
        int slot = 0;
        for (Entry each : all) {
            slot = each.parked() == null ? each.slot() : slot;
            if (once.isEmpty()
                    || once.getLast().record().place() != each.record().place()) {
                once.add(new Entry(each.record(), each.parked(), slot));
            } else if (each.parked() != null) {
                doubles.add(each.parked());
            }
        }
        return once;
    }

    /** Ends the head before the first record that is known not to be applicable, and after {@code most} at the latest. */
    Line until(@Nullable RecordRejected rejected, Predicate<Received> readable, int most) {
        for (int i = 0; i < entries.size(); i++) {
            Received record = entries.get(i).record();
            if (holdsStates && i < entries.size() - 1) {
                continue; // overtaken, whatever is wrong with it
            }
            reason = whyNot(record, rejected, readable);
            if (reason != null) {
                end = holdsStates ? 0 : i;
                break;
            }
        }
        if (!holdsStates && end > most) {
            end = most;
            reason = null;
        }
        return this;
    }

    private static @Nullable String whyNot(
            Received record, @Nullable RecordRejected rejected, Predicate<Received> readable) {
        if (!readable.test(record)) {
            return Received.UNKNOWN_TYPE;
        }
        return rejected != null && record.isSameAs(rejected.record()) ? rejected.reason() : null;
    }

    /** Goes in the place of this one of the batch's own records. */
    List<Received> freeAt(int slot) {
        if (holdsStates) {
            return slot == 0 && end > 0 ? List.of(entries.getLast().record()) : List.of();
        }
        return entries.subList(0, end).stream()
                .filter(each -> each.slot() == slot)
                .map(Entry::record)
                .toList();
    }

    List<Received> free() {
        return holdsStates
                ? freeAt(0)
                : entries.subList(0, end).stream().map(Entry::record).toList();
    }

    /** The first that is not applied, and its followers; those that are parked for the same reason already apart. */
    List<Waiting> toPark() {
        List<Waiting> waiting = new ArrayList<>();
        int from = firstHeld();
        for (int i = from; i < entries.size(); i++) {
            Entry each = entries.get(i);
            String why = i == from && reason != null ? reason : FOLLOWS;
            if (each.parked() == null
                    || (i == from && reason != null && !each.parked().reason().equals(why))) {
                waiting.add(new Waiting(each.record(), why));
            }
        }
        return waiting;
    }

    /** What was parked and is applied now, or was overtaken, or is there twice. */
    List<Parked> toRelease() {
        List<Parked> released = new ArrayList<>(doubles);
        entries.subList(0, firstHeld()).forEach(each -> {
            if (each.parked() != null) {
                released.add(each.parked());
            }
        });
        return released;
    }

    private int firstHeld() {
        return holdsStates && end < entries.size() ? entries.size() - 1 : end;
    }

    boolean isOver() {
        return end == entries.size();
    }

    /** Whether it ends where it does because the next one cannot be applied. */
    boolean isBarred() {
        return reason != null;
    }

    /** Place of the first that waits. */
    long heldFrom() {
        return entries.get(firstHeld()).record().place();
    }
}
