package health.authz.directorylist.projection;

import java.util.Collection;

/** Rows elsewhere that repeat facts on clients. */
public interface ClientRows {
    /** Brings the rows of these clients ({@code tenant/id}) up to the stored client records. May be called again. */
    void refresh(Collection<String> clientKeys);
}
