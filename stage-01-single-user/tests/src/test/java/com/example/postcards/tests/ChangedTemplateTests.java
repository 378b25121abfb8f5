package com.example.postcards.tests;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.UnsupportedResourceException;
import com.example.lab.cloud.LedgerEntry;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.event.Event;
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

	private final LocalCloud original;

	private Variant variant;

	private LocalCloud changed;

	ChangedTemplateTests(LocalCloud original) {
		this.original = original;
	}

	@BeforeAll
	void startTheVariant() throws IOException {
		this.variant = new Variant().replace("\"FromPort\": 80,", "\"FromPort\": 8081,")
			.replace("\"ToPort\": 80\n", "\"ToPort\": 8081\n")
			.replace("\"FromPort\": 443,", "\"FromPort\": 9090,")
			.replace("\"ToPort\": 443\n", "\"ToPort\": 9090\n")
			.replace("SERVER_PORT=80\\n", "SERVER_PORT=8081\\n")
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
		assertThat(this.original.detail("Box/Instance")).matches("80 at \\S+, 443 at \\S+");
		assertThat(this.changed.detail("Box/Instance")).matches("8081 at \\S+, 9090 at \\S+");
	}

	@Test
	void theApplicationListensOnThePortThatTheUserDataNames() {
		assertThat(this.changed.detail("Box/Instance"))
			.startsWith("8081 at 127.0.0.1:" + this.changed.url().getPort() + ",");
	}

	@Test
	void theUnitStartsAgainAfterTheSecondsThatTheUserDataNames() throws Exception {
		long position = this.changed.events().position();
		this.changed.drill("Box/Instance", "kill", SERVICE);
		Event died = event(position, Event.Kind.DIED);
		Event started = event(position, Event.Kind.STARTED);
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

}
