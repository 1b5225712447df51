package health.authz.authorizationlist;

import org.junit.jupiter.api.condition.EnabledIf;

/** On a real MongoDB, where a container engine runs. */
@EnabledIf(
        value = "health.authz.authorizationlist.MongoContainerTest#engineRuns",
        disabledReason = "no container engine runs here, so the real MongoDB is not tested")
class DirectoryVersionsOnMongoTest extends DirectoryVersionsContract {
    @Override
    String uri() {
        return MongoContainerTest.started();
    }
}
