package health.authz.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** The jar of a service that is one class, and can be taken apart as Spring Boot's can. */
final class FakeJar {
    private FakeJar() {}

    static Path write(Path jar, Class<?> main) throws IOException {
        Files.createDirectories(jar.getParent());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main.getName());
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            for (Class<?> each : List.of(main, FakeJar.class)) {
                String entry = each.getName().replace('.', '/') + ".class";
                out.putNextEntry(new ZipEntry(entry));
                try (InputStream compiled = each.getResourceAsStream("/" + entry)) {
                    compiled.transferTo(out);
                }
            }
        }
        return jar;
    }

    /** What {@code java -Djarmode=tools -jar x.jar extract ... --destination FOLDER} does, if it is that what was asked. */
    static boolean takenApart(String... arguments) throws IOException {
        if (!"tools".equals(System.getProperty("jarmode"))) {
            return false;
        }
        Path jar = Path.of(System.getProperty("java.class.path"));
        Path folder = Files.createDirectories(Path.of(arguments[arguments.length - 1]));
        Files.copy(jar, folder.resolve(jar.getFileName()));
        return true;
    }
}
