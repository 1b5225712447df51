package health.authz.platform.consuming;

import health.authz.platform.security.Operator;
import health.authz.platform.web.Problems;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What waits in the parking lot, for the people who run the service; not routed by the gateway. */
@RestController
class ParkedController {
    private final StreamConsumers consumers;

    ParkedController(StreamConsumers consumers) {
        this.consumers = consumers;
    }

    @GetMapping("/internal/parked")
    List<ParkingLot.ParkedSubject> parked(Operator operator) {
        return consumers.all().stream()
                .flatMap(consumer -> consumer.parkingLot().list(consumer.name()).stream())
                .toList();
    }

    /** @param key every subject that was parked under this Kafka key, where no {@code subject} is named */
    @PostMapping("/internal/parked/replay")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void replay(
            Operator operator,
            @RequestParam("consumer") String consumer,
            @RequestParam("topic") String topic,
            @RequestParam(name = "subject", required = false) @Nullable String subject,
            @RequestParam(name = "key", required = false) @Nullable String key) {
        StreamConsumer found = consumers.all().stream()
                .filter(each -> each.name().equals(consumer))
                .findFirst()
                .orElseThrow(Problems::notFound);
        List<Subject> subjects;
        if (subject != null) {
            subjects = List.of(new Subject(topic, subject));
        } else if (key != null) {
            subjects = found.parkingLot().ofKey(consumer, topic, key);
        } else {
            throw Problems.invalid("subject", "is missing; /internal/parked names them");
        }
        try {
            subjects.forEach(found::replay);
        } catch (RecordRejected still) {
            throw Problems.conflict(
                    "still-rejected",
                    "Record " + still.record() + " of " + still.record().subject() + " still cannot be applied: "
                            + still.reason());
        }
    }
}
