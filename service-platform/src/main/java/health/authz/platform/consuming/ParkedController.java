package health.authz.platform.consuming;

import health.authz.platform.security.Caller;
import health.authz.platform.security.Permission;
import health.authz.platform.web.Problems;
import java.util.List;
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
    List<ParkingLot.ParkedKey> parked(Caller caller) {
        caller.require(Permission.OPS_REPLAY);
        return consumers.all().stream()
                .flatMap(consumer -> consumer.parkingLot().keys(consumer.name()).stream())
                .toList();
    }

    @PostMapping("/internal/parked/replay")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void replay(
            Caller caller,
            @RequestParam("consumer") String consumer,
            @RequestParam("topic") String topic,
            @RequestParam("key") String key) {
        caller.require(Permission.OPS_REPLAY);
        StreamConsumer found = consumers.all().stream()
                .filter(each -> each.name().equals(consumer))
                .findFirst()
                .orElseThrow(Problems::notFound);
        try {
            found.replay(topic, key);
        } catch (RecordRejected still) {
            throw Problems.conflict("still-rejected", "The first record still cannot be applied: " + still.reason());
        }
    }
}
