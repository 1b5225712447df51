package health.authz.events.directory;

import health.authz.events.TenantId;

/**
 * Kafka key of a directory record: {@code tenant/kind/id}. Ids may hold slashes, tenants may not.
 *
 * @throws IllegalArgumentException if the tenant holds a slash
 */
public record DirectoryKey(TenantId tenant, DirectoryKind kind, String id) {
    public DirectoryKey {
        if (tenant.value().contains("/")) {
            throw new IllegalArgumentException("an organisation's id holds no slash");
        }
    }

    /** @throws IllegalArgumentException if the text has no three parts */
    public static DirectoryKey of(String text) {
        String[] parts = text.split("/", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("a directory key has three parts");
        }
        return new DirectoryKey(new TenantId(parts[0]), DirectoryKind.of(parts[1]), parts[2]);
    }

    @Override
    public String toString() {
        return tenant + "/" + kind.wireName() + "/" + id;
    }
}
