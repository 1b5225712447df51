package health.authz.bulk.application;

import health.authz.authorization.application.Windows;
import health.authz.authorization.domain.Added;
import health.authz.authorization.domain.ExistingWindow;
import health.authz.authorization.domain.RevertAuthorization;
import health.authz.authorization.domain.RevertDecision;
import health.authz.authorization.domain.RevertHistory;
import health.authz.authorization.domain.WindowState;
import health.authz.bulk.application.RevertDecider.Life;
import health.authz.bulk.domain.BulkPlan;
import health.authz.events.AuthorizationId;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;
import health.authz.events.TenantId;
import health.authz.events.authorization.ChangeReason;
import health.authz.platform.eventstore.RecordedEvent;
import health.authz.platform.eventstore.Streams;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * For authorizations that an operation ended the day before those which it added (rule B-22): what stays of the latter when
 * the operation is taken back. Where one stays, the older one stays ended, or both would be in use at once (rule R-8).
 */
final class RevertFollowers {
    private final Windows windows;
    private final Streams streams;

    RevertFollowers(Windows windows, Streams streams) {
        this.windows = windows;
        this.streams = streams;
    }

    /** By the id of the older one; reads nothing unless an end was moved to an earlier day. */
    Map<AuthorizationId, List<ExistingWindow>> of(List<Life> lives, BulkPlan.Revert plan, ChunkDecider.Today today) {
        TenantId tenant = plan.scope().tenant();
        Map<AuthorizationId, List<ExistingWindow>> next = next(lives, tenant);
        Map<String, List<RecordedEvent>> stored = next.isEmpty() ? Map.of() : streams.recorded(ids(next));
        Map<AuthorizationId, List<ExistingWindow>> staying = new HashMap<>();
        next.forEach((older, behind) -> {
            List<ExistingWindow> stay = behind.stream()
                    .filter(each -> stays(each, stored.getOrDefault(each.id().toString(), List.of()), plan, today))
                    .toList();
            if (!stay.isEmpty()) {
                staying.put(older, stay);
            }
        });
        return staying;
    }

    /** In use from the day after the end that the operation gave. */
    private Map<AuthorizationId, List<ExistingWindow>> next(List<Life> lives, TenantId tenant) {
        List<Added> ended = new ArrayList<>();
        Set<ClientId> clients = new TreeSet<>();
        Set<BillingCode> codes = new TreeSet<>();
        for (Life life : lives) {
            Added now = life.history().endedEarlier() ? life.of(tenant) : null;
            if (now != null) {
                ended.add(now);
                clients.add(now.identity().client());
                codes.add(now.identity().code());
            }
        }
        if (ended.isEmpty()) {
            return Map.of();
        }
        Map<ClientId, List<ExistingWindow>> existing = windows.existing(tenant, clients, codes);
        Map<AuthorizationId, List<ExistingWindow>> next = new HashMap<>();
        for (Added older : ended) {
            LocalDate end = older.definition().endDate();
            List<ExistingWindow> behind = existing.getOrDefault(older.identity().client(), List.of()).stream()
                    .filter(each -> each.code().equals(older.identity().code()))
                    .filter(each -> each.state() != WindowState.VOIDED)
                    .filter(each -> end != null && each.start().equals(end.plusDays(1)))
                    .toList();
            if (!behind.isEmpty()) {
                next.put(older.identity().id(), behind);
            }
        }
        return next;
    }

    private static Set<String> ids(Map<AuthorizationId, List<ExistingWindow>> windows) {
        Set<String> ids = new TreeSet<>();
        windows.values()
                .forEach(each -> each.forEach(window -> ids.add(window.id().toString())));
        return ids;
    }

    private static boolean stays(
            ExistingWindow window, List<RecordedEvent> life, BulkPlan.Revert plan, ChunkDecider.Today today) {
        RevertHistory history =
                RevertHistory.of(life.stream().map(RevertDecider::happened).toList(), plan.reverted());
        return RevertDecision.leavesInUse(
                history,
                new RevertAuthorization(
                        window.id(),
                        plan.reverted(),
                        plan.usedRows(),
                        null,
                        List.of(),
                        List.of(),
                        plan.scope().maySpecial(),
                        ChangeReason.CORRECTION,
                        ChunkDecider.NO_OPERATION,
                        today.of(null)));
    }
}
