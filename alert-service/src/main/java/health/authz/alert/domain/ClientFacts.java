package health.authz.alert.domain;

import java.util.List;
import java.util.Set;

/**
 * What recipients follow from, of a client.
 *
 * @param divisionIds the first one's time zone judges the client's dates
 */
public record ClientFacts(boolean active, List<String> divisionIds, Set<String> assignedUserIds) {}
