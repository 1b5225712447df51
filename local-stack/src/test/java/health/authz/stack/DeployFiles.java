package health.authz.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** The files that describe how the services are run elsewhere, as trees of maps and lists. */
final class DeployFiles {
    static final Path ROOT = Path.of("..");

    private DeployFiles() {}

    static String text(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Every document of a file. JSON is YAML too. */
    static List<Map<String, Object>> documents(String path) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(200);
        return StreamSupport.stream(new Yaml(options).loadAll(text(path)).spliterator(), false)
                .map(DeployFiles::map)
                .toList();
    }

    static Map<String, Object> document(String path) {
        return documents(path).getFirst();
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object node) {
        return (Map<String, Object>) node;
    }

    @SuppressWarnings("unchecked")
    static List<Object> list(Object node) {
        return (List<Object>) node;
    }

    /** What is found under keys and list positions; null where the way ends. */
    static Object at(Object node, Object... way) {
        Object here = node;
        for (Object step : way) {
            if (here instanceof Map<?, ?> fields) {
                here = fields.get(step);
            } else if (here instanceof List<?> items) {
                here = items.get((Integer) step);
            } else {
                return null;
            }
        }
        return here;
    }

    /** Every text in a tree that stands under the key. */
    static List<String> everyText(Object node, String key) {
        List<String> found = new ArrayList<>();
        if (node instanceof Map<?, ?> fields) {
            fields.forEach((name, value) -> {
                if (name.equals(key) && value instanceof String text) {
                    found.add(text);
                }
                found.addAll(everyText(value, key));
            });
        } else if (node instanceof List<?> items) {
            items.forEach(item -> found.addAll(everyText(item, key)));
        }
        return found;
    }

    /** The services of the compose file that are built here, by name. */
    static Map<String, Map<String, Object>> composeServices() {
        Map<String, Map<String, Object>> services = new LinkedHashMap<>();
        map(document("docker-compose.yml").get("services"))
                .forEach((name, service) -> services.put(name, map(service)));
        return services;
    }

    static Map<String, Object> deployment(Service service) {
        return documents("deploy/kubernetes/" + service.processName() + ".yaml").stream()
                .filter(document -> "Deployment".equals(document.get("kind")))
                .findFirst()
                .orElseThrow();
    }

    static Object container(Service service) {
        return at(deployment(service), "spec", "template", "spec", "containers", 0);
    }

    /** All main Java sources of the modules, as one text. */
    static String sources(String... modules) {
        StringBuilder all = new StringBuilder();
        for (String module : modules) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    all.append(Files.readString(file));
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
        return all.toString();
    }
}
