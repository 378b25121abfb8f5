package com.example.postcards.tests;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

import com.example.contract.Postcards;
import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.UnsupportedResourceException;
import com.example.lab.cloud.LedgerEntry;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.event.Event;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import com.example.lab.junit.Variant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import software.amazon.awssdk.services.sqs.SqsClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The template is the only description: what changes there changes here. */
@Stage(exclusive = false)
@TestInstance(Lifecycle.PER_CLASS)
class ChangedTemplateTests {

	private static final String SERVICE = "postcards.service";

	/** The end of the rule for port 80, and a rule for another port. */
	private static final String ONE_PORT_MORE = """
			"ToPort": 80 },
			{ "CidrIp": "0.0.0.0/0", "FromPort": 9090, "IpProtocol": "tcp", "ToPort": 9090 }""";

	private final LocalCloud original;

	private Variant variant;

	private LocalCloud changed;

	ChangedTemplateTests(LocalCloud original) {
		this.original = original;
	}

	@BeforeAll
	void startTheVariant() throws IOException {
		this.variant = new Variant(Map.of("config", "true")).replace("\"ToPort\": 80\n     }", ONE_PORT_MORE)
			.replace("\"SecondsUntilAutoPause\": 300", "\"SecondsUntilAutoPause\": 600")
			.replace("\"-server\"", "\"-changed\"")
			.replace("RestartSec=2\\n", "RestartSec=3\\n")
			.add("Queue", "AWS::SQS::Queue", Map.of());
		this.changed = this.variant.start(this.original.localStack());
	}

	@AfterAll
	void stopTheVariant() {
		this.variant.close();
	}

	@Test
	void aQueueThatIsAddedIsInLocalStack() {
		String queue = this.changed.outputs().get("Queue");
		try (SqsClient sqs = this.original.localStack().client(SqsClient.builder())) {
			sqs.sendMessage((message) -> message.queueUrl(queue).messageBody("Hello"));
			assertThat(sqs.receiveMessage((receive) -> receive.queueUrl(queue)).messages()).singleElement()
				.satisfies((message) -> assertThat(message.body()).isEqualTo("Hello"));
		}
		assertThat(this.changed.ledger()).extracting(LedgerEntry::resource).contains("Extra/Queue");
	}

	@Test
	void thePortsThatAreOpenAreThoseOfTheTemplate() {
		assertThat(this.original.detail("Server/Instance")).matches("80 at \\S+");
		assertThat(this.changed.detail("Server/Instance")).matches("80 at \\S+, 9090 at \\S+");
	}

	@Test
	void theDatabasePausesAfterTheSecondsThatTheTemplateNames() {
		assertThat(healthy(this.original)).endsWith("pauses after 300 s without any");
		assertThat(healthy(this.changed)).endsWith("pauses after 600 s without any");
	}

	@Test
	void theApplicationHasTheSettingsOfTheTemplate() {
		assertThat(new Postcards(this.original.url()).where().instance()).isEqualTo("Postcards-server");
		assertThat(new Postcards(this.changed.url()).where().instance()).matches("Variant\\d+-changed");
	}

	@Test
	void theRulesOfConfigAreEvaluatedOnceTheyAreOn() {
		assertThat(this.original.ledger()).extracting(LedgerEntry::type).doesNotContain("AWS::Config::ConfigRule");
		Map<String, String> results = this.changed.ledger()
			.stream()
			.filter((entry) -> entry.type().equals("AWS::Config::ConfigRule"))
			.collect(Collectors.toMap(LedgerEntry::resource, LedgerEntry::detail));
		Evidence.keep("config-rules", results);
		assertThat(results).containsExactlyInAnyOrderEntriesOf(Map.of("Config/Imdsv2", "COMPLIANT",
				"Config/KeyRotation", "COMPLIANT", "Config/NoSsh", "COMPLIANT", "Config/StorageEncrypted", "COMPLIANT",
				"Config/SecretRotation", "NON_COMPLIANT: Database/Secret"));
		assertThat(this.changed.events().since(0)).extracting(Event::message)
			.contains("Key is COMPLIANT with CMK_BACKING_KEY_ROTATION_ENABLED",
					"Database/Secret is NON_COMPLIANT with SECRETSMANAGER_ROTATION_ENABLED_CHECK");
	}

	@Test
	void theUnitStartsAgainAfterTheSecondsThatItNames() throws Exception {
		long position = this.changed.events().position();
		this.changed.drill("Server/Instance", "kill", SERVICE);
		Event died = event(position, Event.Kind.DIED);
		Event started = event(position, Event.Kind.STARTED);
		this.changed.awaitFirstPage();
		assertThat(Duration.between(died.time(), started.time())).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void unsupportedResourcesAreRefusedByTypeAndConstructPath() throws IOException {
		try (Variant unsupported = new Variant()) {
			Assembly assembly = unsupported.add("Stream", "AWS::MSK::Cluster", Map.of()).assembly();
			assertThatExceptionOfType(UnsupportedResourceException.class).isThrownBy(() -> LocalCloud.check(assembly))
				.withMessageContainingAll("AWS::MSK::Cluster", "Postcards/Extra/Stream");
		}
	}

	private Event event(long position, Event.Kind kind) throws InterruptedException {
		return this.changed.events()
			.await(position, (event) -> event.kind() == kind && event.message().startsWith(SERVICE),
					Duration.ofSeconds(30));
	}

	private static String healthy(LocalCloud cloud) {
		return cloud.events()
			.since(0)
			.stream()
			.filter((event) -> event.kind() == Event.Kind.HEALTHY && event.subject().equals("Database/Cluster"))
			.map(Event::message)
			.findFirst()
			.orElseThrow();
	}

}
