package health.authz.gateway.console.list;

import health.authz.gateway.console.Formats;
import health.authz.gateway.console.Names;
import health.authz.gateway.console.Query;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A list's address: its filters, its order, and which page of it. What the list does not know is left to the API to refuse. */
public final class Listing {
    private static final String DRAFT = "draft";
    private static final Set<String> NOT_FILTERS = Set.of("sort", "limit", "cursor", "back", "except", DRAFT);
    private final String path;
    private final Query all;
    private final String draft;

    private Listing(String path, Query all, String draft) {
        this.path = path;
        this.all = all;
        this.draft = draft;
    }

    public static Listing of(String path, HttpServletRequest request) {
        Map<String, String> given = new LinkedHashMap<>();
        request.getParameterMap().forEach((name, values) -> {
            if (!name.equals("except")) {
                given.put(name, String.join(",", values).strip());
            }
        });
        String draft = given.getOrDefault(DRAFT, "");
        given.remove(DRAFT);
        return new Listing(path, new Query(given), draft);
    }

    /** Under which the service keeps what is left out of this list; empty where nobody leaves anything out. */
    public String draft() {
        return draft;
    }

    boolean hasDraft() {
        return Drafts.isId(draft);
    }

    /** The same page of the list under this draft. */
    String under(String another) {
        return all.with(DRAFT, another).on(path);
    }

    /** The same page of the list with nothing left out. */
    public String withoutDraft() {
        return all.on(path);
    }

    /** The query of this page's own address. */
    public String here() {
        return all.with(DRAFT, draft).toString();
    }

    private String address(Query query) {
        return query.with(DRAFT, draft).on(path);
    }

    /** What the API is asked. */
    public Query asked() {
        return all.without("back", "except");
    }

    /** Only what narrows the list. */
    public Query filter() {
        return all.without(NOT_FILTERS.toArray(String[]::new));
    }

    public String value(String name) {
        return all.value(name);
    }

    /** The same list with another value of this; a changed list begins at its first page. */
    public String with(String name, String value) {
        return address(all.without("cursor").with(name, value));
    }

    public String without(String... names) {
        return address(all.without("cursor").without(names));
    }

    public String cleared() {
        return address(Query.NONE);
    }

    /** The whole list as a file. */
    public String export() {
        return asked().without("cursor", "limit").on(path + ".csv");
    }

    public String onPage(String cursor) {
        return address(all.with("cursor", cursor));
    }

    /** Sorted by this field; asked for again it turns round. */
    public String sortedBy(String field) {
        return with("sort", value("sort").equals(field) ? "-" + field : field);
    }

    /** For {@code aria-sort}; null where the list is sorted by something else. */
    public @org.jspecify.annotations.Nullable String order(String field) {
        String sort = value("sort");
        return sort.equals(field) ? "ascending" : sort.equals("-" + field) ? "descending" : null;
    }

    /**
     * Filters that are on, in the clinic's words.
     *
     * @param client name of the one that the list is narrowed to; its id where the name is not known
     */
    public List<Chip> chips(Names names, Formats formats, String client) {
        List<Chip> chips = new ArrayList<>();
        filter().values()
                .forEach((name, value) -> chips.add(new Chip(
                        FilterWords.label(name),
                        name.equals("clientId")
                                ? client
                                : FilterWords.isDate(name)
                                        ? formats.date(value)
                                        : FilterWords.value(name, value, names),
                        without(name))));
        return chips;
    }

    /**
     * The filters in one line, for headings: {@code Blue Cross, Adult division}.
     *
     * @param client as for {@link #chips}
     */
    public static String said(Query filter, Names names, Formats formats, String client) {
        UnaryOperator<String> value = name -> name.equals("clientId")
                ? client
                : FilterWords.isDate(name)
                        ? formats.inWords(filter.value(name))
                        : FilterWords.value(name, filter.value(name), names);
        return String.join(
                ", ",
                filter.values().keySet().stream()
                        .map(name -> FilterWords.speaksForItself(name)
                                ? value.apply(name)
                                : FilterWords.label(name).toLowerCase(java.util.Locale.ENGLISH) + " "
                                        + value.apply(name))
                        .toList());
    }
}
