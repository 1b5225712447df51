package health.authz.gateway.docs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** YAML as JSON knows it: texts, numbers, true, false and null. What looks like a date stays text. */
final class PlainYaml {
    private static final int WIDTH = 128;
    private static final int ALIASES_MAX = 500;

    private PlainYaml() {}

    static @Nullable Object read(String text) {
        LoaderOptions loading = new LoaderOptions();
        loading.setAllowDuplicateKeys(false);
        loading.setMaxAliasesForCollections(ALIASES_MAX);
        DumperOptions unused = new DumperOptions();
        return plain(new Yaml(new SafeConstructor(loading), new Representer(unused), unused, loading, new NoDates())
                .<@Nullable Object>load(text));
    }

    /** The same with texts as keys, and everything once for each place where it stands, so that it is written without anchors. */
    static @Nullable Object plain(@Nullable Object node) {
        if (node instanceof Map<?, ?> object) {
            Map<String, @Nullable Object> plain = new LinkedHashMap<>();
            object.forEach((name, value) -> plain.put(String.valueOf(name), plain(value)));
            return plain;
        }
        if (node instanceof List<?> array) {
            List<@Nullable Object> plain = new ArrayList<>();
            array.forEach(value -> plain.add(plain(value)));
            return plain;
        }
        return node;
    }

    static String write(Object document) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setWidth(WIDTH);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        return new Yaml(options).dump(document);
    }

    private static final class NoDates extends Resolver {
        @Override
        public void addImplicitResolver(Tag tag, Pattern regexp, String first, int limit) {
            if (!tag.equals(Tag.TIMESTAMP)) {
                super.addImplicitResolver(tag, regexp, first, limit);
            }
        }
    }
}
