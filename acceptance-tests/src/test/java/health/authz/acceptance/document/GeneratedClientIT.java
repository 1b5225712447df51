package health.authz.acceptance.document;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import health.authz.acceptance.dsl.Json;
import health.authz.acceptance.dsl.Login;
import health.authz.acceptance.dsl.Organisation;
import health.authz.client.ApiClient;
import health.authz.client.ApiException;
import health.authz.client.api.AuthorizationsApi;
import health.authz.client.api.BillingCodesApi;
import health.authz.client.api.BulkApi;
import health.authz.client.model.AskedKind;
import health.authz.client.model.Authorization;
import health.authz.client.model.AuthorizationPage;
import health.authz.client.model.AuthorizationStatus;
import health.authz.client.model.BillingCodeGroup;
import health.authz.client.model.BillingCodeGroupRequest;
import health.authz.client.model.BulkConfirmation;
import health.authz.client.model.BulkOperation;
import health.authz.client.model.BulkPreview;
import health.authz.client.model.BulkPreviewRequest;
import health.authz.client.model.ChangeReason;
import health.authz.client.model.ClientSelection;
import health.authz.client.model.GroupMemberRequest;
import health.authz.client.model.RequestedValues;
import health.authz.client.model.ResultRowPage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A bulk add by a client that knows the API document and nothing else; an answer with a field that is not in it fails. */
class GeneratedClientIT {
    private static final Organisation ORG = Organisation.open("client");

    @BeforeAll
    static void three_clients_of_one_payer() {
        ORG.client("c-1", "adult", "bcbs");
        ORG.client("c-2", "adult", "bcbs");
        ORG.client("c-3", "youth", "aetna");
        ORG.known();
        ORG.code("H0031", 12);
        ORG.code("H2014", 48);
    }

    @Test
    void previews_confirms_watches_and_lists() throws ApiException {
        BulkApi bulk = new BulkApi(client(Login.biller(ORG.id())));
        LocalDate today = ORG.today();
        BillingCodeGroup group = group();
        ORG.stack().awaitGroup(ORG.id(), group.getId().toString());

        BulkPreview made = bulk.makeBulkPreview(BulkApi.APIMakeBulkPreviewRequest.newBuilder()
                .bulkPreviewRequest(new BulkPreviewRequest()
                        .kind(AskedKind.ADD)
                        .clients(new ClientSelection().filter(Map.of("payerId", "bcbs")))
                        .billingCodeGroupId(group.getId())
                        .values(new RequestedValues().startDate(today).endDate(today.plusDays(180)))
                        .putPerCodeItem("H0031", new RequestedValues().allottedUnits(new BigDecimal("2.5"))))
                .build());
        BulkPreview[] ready = {made};
        eventually(() -> {
            ready[0] = bulk.getBulkPreview(BulkApi.APIGetBulkPreviewRequest.newBuilder()
                    .id(made.getId())
                    .build());
            assertThat(ready[0].getState()).isEqualTo(BulkPreview.StateEnum.READY);
        });
        BulkPreview preview = ready[0];
        assertThat(preview.getCount()).isEqualTo(4);
        assertThat(preview.getOutcomes()).containsEntry("WOULD_ADD", 4L);

        BulkOperation operation = bulk.confirmBulkPreview(BulkApi.APIConfirmBulkPreviewRequest.newBuilder()
                .idempotencyKey(UUID.randomUUID().toString())
                .bulkConfirmation(new BulkConfirmation()
                        .previewId(preview.getId())
                        .expectedCount(preview.getCount())
                        .reason(ChangeReason.PAYER_LETTER))
                .build());
        eventually(() -> {
            BulkOperation now = bulk.getBulkOperation(BulkApi.APIGetBulkOperationRequest.newBuilder()
                    .id(operation.getId())
                    .build());
            assertThat(now.getDone()).isTrue();
            assertThat(now.getState()).isEqualTo(BulkOperation.StateEnum.SUCCEEDED);
            assertThat(now.getProgress().getSucceeded()).isEqualTo(4);
        });

        eventually(() -> assertThat(added(operation).getCount()).isEqualTo(4));
        assertThat(added(operation).getItems())
                .extracting(Authorization::getClientId, Authorization::getBillingCode, each -> each.getAllottedUnits()
                        .stripTrailingZeros()
                        .toPlainString())
                .containsExactlyInAnyOrder(
                        Tuple.tuple("c-1", "H0031", "2.5"),
                        Tuple.tuple("c-1", "H2014", "48"),
                        Tuple.tuple("c-2", "H0031", "2.5"),
                        Tuple.tuple("c-2", "H2014", "48"));
        ResultRowPage results = bulk.listBulkOperationResults(BulkApi.APIListBulkOperationResultsRequest.newBuilder()
                .id(operation.getId())
                .outcome("ADDED")
                .limit(500)
                .build());
        assertThat(results.getCount()).isEqualTo(4);
    }

    @Test
    void a_refusal_is_a_problem_with_its_page() {
        BulkApi bulk = new BulkApi(client(Login.clinician(ORG.id())));

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> bulk.makeBulkPreview(BulkApi.APIMakeBulkPreviewRequest.newBuilder()
                        .bulkPreviewRequest(new BulkPreviewRequest().kind(AskedKind.UPDATE))
                        .build()))
                .satisfies(refused -> {
                    assertThat(refused.getCode()).isEqualTo(403);
                    assertThat(Json.text(Json.read(refused.getResponseBody()), "type"))
                            .isEqualTo("/problems/missing-permission");
                });
    }

    private static AuthorizationPage added(BulkOperation operation) throws ApiException {
        return new AuthorizationsApi(client(Login.biller(ORG.id())))
                .listAuthorizations(AuthorizationsApi.APIListAuthorizationsRequest.newBuilder()
                        .operationId(operation.getId())
                        .status(List.of(AuthorizationStatus.ACTIVE, AuthorizationStatus.PENDING_START))
                        .sort("-clientId")
                        .build());
    }

    private static BillingCodeGroup group() throws ApiException {
        return new BillingCodesApi(client(Login.biller(ORG.id())))
                .makeBillingCodeGroup(BillingCodesApi.APIMakeBillingCodeGroupRequest.newBuilder()
                        .billingCodeGroupRequest(new BillingCodeGroupRequest()
                                .name("Blue Cross starter")
                                .addCodesItem(new GroupMemberRequest().code("H0031"))
                                .addCodesItem(new GroupMemberRequest().code("H2014")))
                        .build());
    }

    private static ApiClient client(Login login) {
        ApiClient client = new ApiClient();
        client.updateBaseUri(ORG.stack().gateway().resolve("/api/v1").toString());
        String token = ORG.stack().tokens().of(login);
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
        return client;
    }
}
