package health.authz.authorization.application;

import health.authz.authorization.domain.Change;
import health.authz.authorization.domain.Rejection.UnknownPayer;
import health.authz.authorization.domain.RequestedValues;
import health.authz.directory.Directory;
import health.authz.events.PayerId;
import health.authz.events.TenantId;
import health.authz.events.directory.DirectoryKind;
import java.util.Set;

/** Tells a payer that nobody knows from one that is merely not the client's; the decision sees only the client's own. */
class KnownPayers {
    private final Directory directory;

    KnownPayers(Directory directory) {
        this.directory = directory;
    }

    /** @throws CommandRejected if the values name a payer that the directory does not hold */
    void require(TenantId tenant, RequestedValues values) {
        if (values.payerId() instanceof Change.Set<PayerId> payer
                && directory
                        .existing(
                                tenant,
                                DirectoryKind.PAYER,
                                Set.of(payer.value().value()))
                        .isEmpty()) {
            throw new CommandRejected(new UnknownPayer(payer.value()));
        }
    }
}
