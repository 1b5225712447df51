package health.authz.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import health.authz.acceptance.dsl.Json;
import health.authz.acceptance.dsl.Stack;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Each application says in its own jar what it is made of (CycloneDX), and it is made of that. The plugin that writes it does nothing in a
 * build without a network ({@code mvn -o}); only then, where no jar has it, is this skipped.
 */
class SbomIT {
    private static final Path CHECKOUT = Path.of(System.getProperty("authz.checkout", ".."));
    private static final String SBOM = "META-INF/sbom/application.cdx.json";

    static Stream<String> applications() {
        return Stack.SERVICES.stream();
    }

    @ParameterizedTest
    @MethodSource("applications")
    void every_library_in_the_jar_is_in_its_list_with_its_version(String application) throws IOException {
        assumeThat(anyJarHasOne()).as("built with a network").isTrue();
        try (JarFile jar = new JarFile(jarOf(application).toFile())) {
            Map<String, String> listed = new TreeMap<>();
            for (JsonNode component : sbom(jar).path("components")) {
                listed.put(
                        component.path("name").asString() + "-"
                                + component.path("version").asString() + ".jar",
                        component.path("purl").asString());
            }
            List<String> libraries = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith("BOOT-INF/lib/") && name.endsWith(".jar"))
                    .map(name -> name.substring("BOOT-INF/lib/".length()))
                    .filter(name -> !name.startsWith("spring-boot-jarmode-"))
                    .toList();

            assertThat(libraries).hasSizeGreaterThan(50).allSatisfy(library -> assertThat(listed.keySet())
                    .anyMatch(name -> library.equals(name) || library.startsWith(name.replace(".jar", "-"))));
            assertThat(listed.values()).allMatch(purl -> purl.startsWith("pkg:maven/"));
            assertThat(listed.keySet()).noneMatch(name -> name.startsWith("xstream"));
        }
    }

    private static boolean anyJarHasOne() throws IOException {
        for (String application : Stack.SERVICES) {
            try (JarFile jar = new JarFile(jarOf(application).toFile())) {
                if (jar.getEntry(SBOM) != null || jar.getEntry("BOOT-INF/classes/" + SBOM) != null) {
                    return true;
                }
            }
        }
        return false;
    }

    private static JsonNode sbom(JarFile jar) throws IOException {
        String inTheBootJar = "BOOT-INF/classes/" + SBOM;
        String name = jar.getEntry(SBOM) == null ? inTheBootJar : SBOM;
        try (InputStream in = jar.getInputStream(Objects.requireNonNull(jar.getEntry(name), SBOM + " is missing"))) {
            return Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Path jarOf(String application) throws IOException {
        try (DirectoryStream<Path> jars =
                Files.newDirectoryStream(CHECKOUT.resolve(application).resolve("target"), application + "-*-app.jar")) {
            return jars.iterator().next();
        }
    }
}
