package health.authz.gateway.console.bulk;

import health.authz.gateway.console.Query;
import java.util.stream.Collectors;

/** Where the choice of the box leads. */
public record BoxAddresses(BulkTarget target) {
    public String add() {
        return half("add");
    }

    public String update() {
        return half("update");
    }

    /** The list of exactly these clients' authorizations, to be narrowed before they are updated. */
    public String authorizationsOfClients() {
        return target.filter().without("active", "lacksGroupId").on("/console/authorizations");
    }

    private String half(String half) {
        Query query = target.filter().with("of", target.name()).with("do", half);
        if (target.everyone()) {
            query = query.with("everyone", "true");
        }
        query = query.with("draft", target.draft());
        String except = target.except().stream()
                .map(each -> "&except=" + Query.encoded(each))
                .collect(Collectors.joining());
        return query.on("/console/bulk") + except;
    }
}
