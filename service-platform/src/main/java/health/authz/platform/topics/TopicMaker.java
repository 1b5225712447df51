package health.authz.platform.topics;

import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.stereotype.Component;

/** Describes topics; each is declared as a bean by the service that writes to it. */
@Component
public class TopicMaker {
    private final int replicas;

    /** @param replicas copies of each partition; 3 in production, 1 on a workstation */
    public TopicMaker(@Value("${authz.kafka.replicas:1}") int replicas) {
        this.replicas = replicas;
    }

    /** Events, which are never deleted. */
    public NewTopic kept(String name, int partitions) {
        return TopicBuilder.name(name)
                .partitions(partitions)
                .replicas(replicas)
                .config(TopicConfig.RETENTION_MS_CONFIG, "-1")
                .config(TopicConfig.RETENTION_BYTES_CONFIG, "-1")
                .build();
    }

    /** The last record of each key; a tombstone erases it, within a day also for readers who were away. */
    public NewTopic compacted(String name, int partitions) {
        return TopicBuilder.name(name)
                .partitions(partitions)
                .replicas(replicas)
                .compact()
                .config(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, "86400000")
                .build();
    }
}
