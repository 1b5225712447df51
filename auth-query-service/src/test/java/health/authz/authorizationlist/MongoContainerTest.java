package health.authz.authorizationlist;

import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.mongodb.MongoDBContainer;

/** On a real MongoDB, as a replica set of one; where a container engine runs. */
@EnabledIf(value = "engineRuns", disabledReason = "no container engine runs here, so the real MongoDB is not tested")
class MongoContainerTest extends ReadModelContract {
    private static MongoDBContainer mongo;

    static boolean engineRuns() {
        boolean runs = DockerClientFactory.instance().isDockerAvailable();
        if (!runs) {
            System.out.println("SKIPPED: no container engine runs here, so the real MongoDB is not tested");
        }
        return runs;
    }

    @Override
    String uri() {
        return started();
    }

    static synchronized String started() {
        if (mongo == null) {
            mongo = new MongoDBContainer("mongo:8.0").withReplicaSet();
            mongo.start();
        }
        return mongo.getReplicaSetUrl("authz_query");
    }
}
