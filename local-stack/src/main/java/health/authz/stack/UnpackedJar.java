package health.authz.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipFile;

/**
 * A service's jar, taken apart beside it, with the archive of classes that the JVM makes when the service ends for the
 * first time. Reading nested jars and classes anew takes nearly half of a service's start.
 */
record UnpackedJar(Path jar, Path classes) {
    private static final String FOLDER = "unpacked-";
    private static final Duration AT_MOST = Duration.ofMinutes(2);

    /** @param jar an executable jar of Spring Boot; taken apart if that was not yet done for this content */
    static synchronized UnpackedJar of(Path jar) {
        Path target = jar.resolveSibling(FOLDER + fingerprint(jar));
        try {
            if (Files.notExists(target)) {
                removeOlder(jar);
                unpack(jar, target);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(jar + " cannot be taken apart", failed);
        }
        return new UnpackedJar(target.resolve(jar.getFileName()), target.resolve("classes.jsa"));
    }

    /** What the JVM is told, so that it reads the archive and makes it where there is none that fits. */
    String[] options() {
        return new String[] {
            "-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + classes, "-Xlog:cds=off", "-Xlog:cds+dynamic=off"
        };
    }

    /** Another stack may take the same jar apart meanwhile: who is first wins. */
    private static void unpack(Path jar, Path target) throws IOException {
        Path mine = Files.createTempDirectory(jar.getParent(), "unpacking-");
        try {
            Path log = mine.resolve("log");
            try (JavaProcess process = JavaProcess.of("taking " + jar.getFileName() + " apart")
                    .jvm("-Djarmode=tools")
                    .jar(
                            jar,
                            "extract",
                            "--force",
                            "--destination",
                            mine.resolve("to").toString())
                    .log(log)
                    .start()) {
                int exit = process.awaitExit(AT_MOST);
                if (exit != 0) {
                    throw new IllegalStateException(jar + " cannot be taken apart: " + Files.readString(log));
                }
            }
            if (Files.notExists(target)) {
                Files.move(mine.resolve("to"), target);
            }
        } finally {
            remove(mine);
        }
    }

    private static void removeOlder(Path jar) throws IOException {
        try (Stream<Path> beside = Files.list(jar.getParent())) {
            for (Path each : beside.filter(each -> each.getFileName().toString().startsWith(FOLDER))
                    .toList()) {
                remove(each);
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    /** Of the content, as reproducible builds give every jar the same date. */
    private static String fingerprint(Path jar) {
        CRC32 sum = new CRC32();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            zip.stream()
                    .map(entry -> entry.getName() + entry.getCrc() + '\n')
                    .forEach(line -> sum.update(line.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return Long.toHexString(sum.getValue());
    }
}
