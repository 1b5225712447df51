package health.authz.bulk.application;

import health.authz.authorization.application.AuthorizationWindows;
import health.authz.authorization.application.Codes;
import health.authz.directory.Clients;
import health.authz.platform.eventstore.Streams;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires what makes previews of more than a filled-in form: files, recipes and drafts. */
@Configuration(proxyBeanMethods = false)
class BulkFormsConfiguration {
    @Bean
    BulkFiles bulkFiles(
            BulkPreviewer previewer,
            JdbcTemplate jdbc,
            Codes codes,
            AuthorizationWindows windows,
            Clients directory,
            Streams streams,
            Clock clock) {
        return new BulkFiles(
                previewer, new FileLines(jdbc), new FileTargets(codes, windows, directory, streams), clock);
    }

    @Bean
    AskedRows askedRows(JdbcTemplate jdbc, Codes codes) {
        return new AskedRows(jdbc, codes);
    }

    @Bean
    SelectionDrafts selectionDrafts(JdbcTemplate jdbc, TransactionTemplate transaction, Clock clock) {
        return new SelectionDrafts(jdbc, transaction, clock);
    }

    @Bean
    Recipes recipes(JdbcTemplate jdbc, TransactionTemplate transaction, Clock clock) {
        return new Recipes(jdbc, transaction, clock);
    }

    @Bean
    Mappings mappings(JdbcTemplate jdbc, TransactionTemplate transaction, Clock clock) {
        return new Mappings(jdbc, transaction, clock);
    }
}
