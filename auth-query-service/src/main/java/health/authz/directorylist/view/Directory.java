package health.authz.directorylist.view;

import com.mongodb.client.model.Filters;
import health.authz.events.BillingCode;
import health.authz.platform.security.Caller;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.ProblemException.FieldError;
import health.authz.platform.web.Problems;
import health.authz.rebuild.ListStates;
import health.authz.rebuild.ReadModel;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/** What filters need to know: whether something named exists, who is in a group, which day it is where. */
public class Directory {
    private final ReadModel model;
    private final Clock clock;
    private final ListStates states;

    public Directory(ReadModel model, Clock clock) {
        this.model = model;
        this.clock = clock;
        this.states = new ListStates(model);
    }

    /** @throws ProblemException 422, or 503 while the list is rebuilt, if the caller's organisation has no such record that the caller may see */
    public void mustKnow(Caller caller, ReferenceKind kind, String id) {
        boolean hidden = kind == ReferenceKind.DIVISIONS
                && !caller.divisions().all()
                && !caller.divisions().ids().contains(id);
        Document found = model.reference(kind.collection())
                .find(new Document("_id", caller.tenant() + "/" + id))
                .first();
        if (hidden || found == null || found.getBoolean("erased", false)) {
            throw unknown(kind.unknown(), kind.idField());
        }
    }

    /** @throws ProblemException 422 if there is no such group */
    public List<String> codesOf(Caller caller, String field, String groupId) {
        Document found = model.groups()
                .find(new Document("_id", caller.tenant() + "/" + groupId))
                .first();
        if (found == null || found.getBoolean("erased", false)) {
            throw unknown("unknown-group", field);
        }
        return found.getList("codes", String.class);
    }

    /**
     * Which code of the organisation's authorizations a name means (rule B-64); the name itself if none. One query by index where it is
     * written so.
     */
    public String codeNamed(Caller caller, String name) {
        boolean isWrittenSo = model.authorizations()
                        .find(new Document("tenant", caller.tenant().value()).append("billingCode", name))
                        .projection(new Document("_id", 1))
                        .first()
                != null;
        if (isWrittenSo) {
            return name;
        }
        List<BillingCode> codes = new ArrayList<>();
        model.authorizations()
                .distinct("billingCode", new Document("tenant", caller.tenant().value()), String.class)
                .forEach(code -> codes.add(new BillingCode(code)));
        return BillingCode.named(name, codes).map(BillingCode::value).orElse(name);
    }

    /** While the list is rebuilt, nobody can say yet that there is no such record. */
    private ProblemException unknown(String slug, String field) {
        return states.unlessItComesYet(Problems.refused(
                slug,
                field + ": there is no such record in your organisation that you may see. Check its id.",
                new FieldError(field, "is not known")));
    }

    public List<String> membersOf(Caller caller, String userGroupId) {
        List<String> members = new ArrayList<>();
        model.reference(ReferenceKind.USERS.collection())
                .find(Filters.and(
                        Filters.eq("tenant", caller.tenant().value()), Filters.eq("userGroupIds", userGroupId)))
                .forEach(user -> members.add(user.getString("id")));
        return members;
    }

    /** Today in each division's own zone (rule W-2). */
    public Days days(Caller caller) {
        LocalDate elsewhere = LocalDate.ofInstant(clock.instant(), ZoneId.of("UTC"));
        Map<String, LocalDate> days = new HashMap<>();
        model.reference(ReferenceKind.DIVISIONS.collection())
                .find(Filters.and(Filters.eq("tenant", caller.tenant().value()), Filters.eq("erased", false)))
                .forEach(division -> days.put(
                        division.getString("id"),
                        LocalDate.ofInstant(clock.instant(), ZoneId.of(division.getString("timeZone")))));
        return new Days(elsewhere, days);
    }
}
