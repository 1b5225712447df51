package health.authz.verify;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Fields by their names, as they should be, beside those that are there. Values are compared and never told. */
final class Fields {
    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

    /** The columns of a row by their names. */
    static Map<String, @Nullable Object> columns(ResultSet row) throws SQLException {
        Map<String, @Nullable Object> columns = new HashMap<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            Object value = row.getObject(i);
            columns.put(
                    row.getMetaData().getColumnLabel(i),
                    value instanceof Array texts ? Arrays.asList((Object[]) texts.getArray()) : value);
        }
        return columns;
    }

    Fields with(String name, @Nullable Object value) {
        fields.put(name, value);
        return this;
    }

    /** Names of those that differ; what is absent is {@code null}. */
    List<String> differingFrom(Map<String, ? extends @Nullable Object> there) {
        List<String> differing = new ArrayList<>(0);
        fields.forEach((name, value) -> {
            if (!same(value, there.get(name))) {
                differing.add(name);
            }
        });
        return differing;
    }

    private static boolean same(@Nullable Object one, @Nullable Object other) {
        if (one == null || other == null) {
            return one == other;
        }
        if (one instanceof Number && other instanceof Number) {
            return number(one).compareTo(number(other)) == 0;
        }
        if (one instanceof Collection<?> some && other instanceof Collection<?> others) {
            return some.size() == others.size() && List.copyOf(texts(some)).equals(texts(others));
        }
        return Objects.equals(one, other) || one.toString().equals(other.toString());
    }

    private static List<String> texts(Collection<?> values) {
        return values.stream().map(String::valueOf).toList();
    }

    private static BigDecimal number(Object value) {
        return value instanceof BigDecimal decimal ? decimal : new BigDecimal(value.toString());
    }
}
