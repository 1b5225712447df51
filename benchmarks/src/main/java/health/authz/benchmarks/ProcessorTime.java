package health.authz.benchmarks;

import health.authz.stack.LocalStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Processor time, in user and system mode, that processes have used so far, with all that they started; from {@code /proc}. */
final class ProcessorTime {
    /** Linux tells it in hundredths of a second, whatever the kernel's own tick is. */
    private static final double TICKS_A_SECOND = 100;

    private static final int FIRST_OF_FOUR = 11;

    private ProcessorTime() {}

    /** Whether this machine tells it. */
    static boolean isKnown() {
        return Files.isReadable(Path.of("/proc/self/stat"));
    }

    /** Of every process of the stack: services, PostgreSQL with its backends, Kafka, the stand-in. In seconds. */
    static double ofStack(LocalStack stack) {
        return of(stack.processes().values());
    }

    /** Of the stores and of this process, which is their only client then. In seconds. */
    static double ofStoresAndThis(LocalStack stack) {
        return of(Stream.concat(
                        stack.processes().entrySet().stream()
                                .filter(each -> !each.getKey().contains("service")
                                        && !each.getKey().equals("api-gateway"))
                                .map(Map.Entry::getValue),
                        Stream.of(ProcessHandle.current().pid()))
                .toList());
    }

    private static double of(Collection<Long> processes) {
        return processes.stream()
                        .flatMapToLong(ProcessorTime::withDescendants)
                        .distinct()
                        .map(ProcessorTime::ticks)
                        .sum()
                / TICKS_A_SECOND;
    }

    /** This process has started the stack's, which are counted by their own names. */
    private static LongStream withDescendants(long process) {
        return process == ProcessHandle.current().pid()
                ? LongStream.of(process)
                : LongStream.concat(
                        LongStream.of(process),
                        ProcessHandle.of(process).stream()
                                .flatMap(ProcessHandle::descendants)
                                .mapToLong(ProcessHandle::pid));
    }

    /** Own time, and that of children that have ended and were waited for; 0 for a process that ended just now. */
    private static long ticks(long process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            int count = process == ProcessHandle.current().pid() ? 2 : 4;
            return Arrays.stream(fields, FIRST_OF_FOUR, FIRST_OF_FOUR + count)
                    .mapToLong(Long::parseLong)
                    .sum();
        } catch (IOException ended) {
            return 0;
        }
    }
}
