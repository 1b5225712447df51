package health.authz.bulk.application;

import health.authz.authorization.application.AuthorizationWindows;
import health.authz.authorization.application.Codes;
import health.authz.authorization.domain.CodeFacts;
import health.authz.authorization.domain.ExistingWindow;
import health.authz.authorization.domain.WindowState;
import health.authz.bulk.application.FileLines.Staged;
import health.authz.bulk.domain.Target;
import health.authz.directory.ClientFacts;
import health.authz.directory.Clients;
import health.authz.events.AuthorizationId;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;
import health.authz.events.TenantId;
import health.authz.events.WrittenText;
import health.authz.platform.eventstore.Streams;
import health.authz.platform.security.Caller;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns lines of a file into targets. An authorization to change is looked up as it is now, and that is what its sender has
 * seen of it; what the sender may not see is left to the decision, which knows it as little as what does not exist.
 */
class FileTargets {
    private static final int NAMED_MAX = 5;
    private final Codes codes;
    private final AuthorizationWindows windows;
    private final Clients directory;
    private final Streams streams;

    FileTargets(Codes codes, AuthorizationWindows windows, Clients directory, Streams streams) {
        this.codes = codes;
        this.windows = windows;
        this.directory = directory;
        this.streams = streams;
    }

    /** What became of some lines. @param problems of each line that has any */
    record Found(List<Staged> lines, List<List<FileProblem>> problems) {}

    Found toAdd(Caller caller, List<FileRow> rows) {
        Names names = new Names(caller);
        names.read(rows.stream()
                .filter(row -> row.named() != null)
                .map(FileRow::client)
                .filter(Objects::nonNull)
                .toList());
        Map<BillingCode, CodeFacts> known = codes.of(caller.tenant(), codes(rows));
        return new Found(
                rows.stream()
                        .map(row -> toAdd(
                                row,
                                Codes.defined(Objects.requireNonNull(row.code()), known),
                                names.differs(row, row.client())))
                        .toList(),
                List.of());
    }

    private static Staged toAdd(FileRow row, BillingCode code, boolean nameDiffers) {
        return new Staged(
                row.client() + "\n" + code + "\n" + row.values().startDate().appliedTo(null),
                row.line(),
                new Target(
                        Objects.requireNonNull(row.client()).value(),
                        Target.UNSEEN,
                        code,
                        row.values(),
                        row.line(),
                        nameDiffers),
                row.cells());
    }

    private static Set<BillingCode> codes(List<FileRow> rows) {
        return rows.stream().map(FileRow::code).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    /** Names of clients whom the caller may see; of others nothing is said, not even that theirs is another. */
    private final class Names {
        private final Caller caller;
        private final Map<ClientId, String> known = new HashMap<>();

        Names(Caller caller) {
            this.caller = caller;
        }

        void read(Collection<ClientId> clients) {
            if (!clients.isEmpty()) {
                directory.clients(caller.tenant(), Set.copyOf(clients)).forEach((id, client) -> {
                    if (caller.maySee(client.divisionIds(), client.assignedUserIds())) {
                        known.put(id, client.name());
                    }
                });
            }
        }

        boolean differs(FileRow row, @Nullable ClientId client) {
            String name = client == null ? null : known.get(client);
            return name != null && row.named() != null && !row.named().isOf(name);
        }
    }

    /** In a few queries for all. */
    Found toChange(Caller caller, List<FileRow> rows) {
        Map<FileRow, AuthorizationId> ids = new HashMap<>();
        List<List<FileProblem>> problems = new ArrayList<>();
        Known known = known(caller, rows);
        for (FileRow row : rows) {
            List<FileProblem> wrong = row.id() == null ? byFacts(row, known, ids) : byId(row, row.id(), known, ids);
            if (!wrong.isEmpty()) {
                problems.add(wrong);
            }
        }
        Names names = new Names(caller);
        names.read(rows.stream()
                .filter(row -> row.named() != null)
                .map(row -> client(row, known))
                .filter(Objects::nonNull)
                .toList());
        Map<String, Long> seen = streams.lastPlaces(
                ids.values().stream().map(AuthorizationId::toString).toList());
        List<Staged> lines = new ArrayList<>(ids.size());
        for (FileRow row : rows) {
            AuthorizationId id = ids.get(row);
            if (id != null) {
                String key = id.toString();
                lines.add(new Staged(
                        key,
                        row.line(),
                        new Target(
                                key,
                                seen.getOrDefault(key, Target.UNSEEN),
                                null,
                                row.values(),
                                row.line(),
                                names.differs(row, client(row, known))),
                        row.cells()));
            }
        }
        return new Found(lines, problems);
    }

    /** Whose authorization a line is about. */
    private static @Nullable ClientId client(FileRow row, Known known) {
        ExistingWindow window = row.id() == null ? null : known.byId().get(row.id());
        return window == null ? row.client() : window.client();
    }

    /** What the sender may see of what the lines name. */
    private record Known(
            Map<AuthorizationId, ExistingWindow> byId,
            Map<ClientId, List<ExistingWindow>> byClient,
            Map<BillingCode, CodeFacts> codes) {
        /** Whether an authorization has the code that a line names. One that was added under a code of before is named as it is written. */
        boolean hasCode(ExistingWindow window, FileRow row) {
            return row.code() != null
                    && (window.code().equals(row.code()) || window.code().equals(Codes.defined(row.code(), codes)));
        }
    }

    private Known known(Caller caller, List<FileRow> rows) {
        TenantId tenant = caller.tenant();
        Map<BillingCode, CodeFacts> byName = codes.of(tenant, codes(rows));
        Map<AuthorizationId, ExistingWindow> byId = new HashMap<>(windows.byId(
                tenant, rows.stream().map(FileRow::id).filter(Objects::nonNull).toList()));
        List<FileRow> byStart = rows.stream().filter(row -> row.id() == null).toList();
        Map<ClientId, List<ExistingWindow>> byClient = new HashMap<>();
        if (!byStart.isEmpty()) {
            Set<ClientId> clients = new HashSet<>();
            Set<BillingCode> wanted = new HashSet<>();
            byStart.forEach(row -> {
                BillingCode code = Objects.requireNonNull(row.code());
                clients.add(Objects.requireNonNull(row.client()));
                wanted.add(code);
                wanted.add(Codes.defined(code, byName));
            });
            byClient.putAll(windows.existing(tenant, clients, wanted));
        }
        Set<ClientId> unseen = unseen(
                caller,
                Stream.concat(byId.values().stream().map(ExistingWindow::client), byClient.keySet().stream())
                        .toList());
        byId.values().removeIf(window -> unseen.contains(window.client()));
        byClient.keySet().removeAll(unseen);
        return new Known(byId, byClient, byName);
    }

    private Set<ClientId> unseen(Caller caller, Collection<ClientId> clients) {
        Set<ClientId> unseen = new HashSet<>(clients);
        Map<ClientId, ClientFacts> known = directory.clients(caller.tenant(), unseen);
        unseen.removeIf(id -> {
            ClientFacts client = known.get(id);
            return client == null
                    ? caller.maySee(List.of(), List.of())
                    : caller.maySee(client.divisionIds(), client.assignedUserIds());
        });
        return unseen;
    }

    /** What stands beside the id must fit it: a sheet of which one column was sorted alone would change the wrong rows. */
    private static List<FileProblem> byId(
            FileRow row, AuthorizationId id, Known known, Map<FileRow, AuthorizationId> ids) {
        List<FileProblem> wrong = new ArrayList<>();
        ExistingWindow window = known.byId().get(id);
        if (window != null && row.client() != null && !window.client().equals(row.client())) {
            wrong.add(new FileProblem(
                    row.line(),
                    "clientId",
                    "is not the client of authorization " + id + "; correct one of them, or leave clientId empty"));
        }
        if (window != null && row.code() != null && !known.hasCode(window, row)) {
            wrong.add(new FileProblem(
                    row.line(),
                    "billingCode",
                    "is not the code of authorization " + id + "; correct one of them, or leave billingCode empty"));
        }
        if (wrong.isEmpty()) {
            ids.put(row, id);
        }
        return wrong;
    }

    /** By the start, and by the number where that leaves several, or where there is no start. */
    private static List<FileProblem> byFacts(FileRow row, Known known, Map<FileRow, AuthorizationId> ids) {
        List<ExistingWindow> found = known.byClient().getOrDefault(row.client(), List.of()).stream()
                .filter(window -> window.state() == WindowState.USABLE
                        && known.hasCode(window, row)
                        && (row.start() == null || window.start().equals(row.start()))
                        && (row.number() == null || isNumbered(window, row.number())))
                .toList();
        List<ExistingWindow> asWritten = found.stream()
                .filter(window -> window.code().equals(row.code()))
                .toList();
        found = asWritten.isEmpty() ? found : asWritten;
        String asked = row.values().authorizationNumber().appliedTo(null);
        if (found.size() > 1 && asked != null) {
            List<ExistingWindow> numbered =
                    found.stream().filter(window -> isNumbered(window, asked)).toList();
            found = numbered.isEmpty() ? found : numbered;
        }
        if (found.size() == 1) {
            ids.put(row, found.getFirst().id());
            return List.of();
        }
        String name = "authorization of client " + row.client() + " with code " + row.code()
                + (row.start() == null ? " and this number" : " from " + row.start());
        return List.of(found.isEmpty() ? none(row, name) : ambiguous(row, name, found));
    }

    private static boolean isNumbered(ExistingWindow window, String number) {
        return window.number() != null
                && WrittenText.comparable(window.number()).equals(WrittenText.comparable(number));
    }

    private static FileProblem none(FileRow row, String name) {
        return new FileProblem(
                row.line(),
                row.start() == null ? "authorizationNumber" : "startDate",
                "there is no usable " + name + " that you may see; correct it, or give authorizationId");
    }

    private static FileProblem ambiguous(FileRow row, String name, List<ExistingWindow> found) {
        String ids = found.stream()
                .limit(NAMED_MAX)
                .map(window -> window.id().toString())
                .collect(Collectors.joining(", "));
        return new FileProblem(
                row.line(),
                "authorizationId",
                "is needed, for there is more than one usable " + name + ": " + ids,
                FileProblem.AMBIGUOUS);
    }
}
