package com.example.lab.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import com.example.lab.assembly.Assembly;
import com.example.lab.process.Processes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SynthesisTests {

	private final StageFolder stage;

	private final Path target;

	private final Processes processes;

	SynthesisTests(@TempDir Path root) throws IOException {
		this.stage = FakeWorkshop.in(root, "exit 1");
		this.target = this.stage.infra().resolve("target");
		this.processes = new Processes(root.resolve("logs"));
		FakeWorkshop.write(this.target.resolve("classpath.txt"), System.getProperty("java.class.path") + "\n");
	}

	@AfterEach
	void end() {
		this.processes.close();
	}

	@Test
	void runsTheApplicationWithTheContextOfItsSettings() {
		JsonNode template = synthesise().stacks().get(0).json();

		assertThat(template.path("Context").path("key").asString()).isEqualTo("value");
		Path temporary = Path.of(template.path("Temporary").asString());
		assertThat(temporary.getParent()).isEqualTo(this.target);
		assertThat(temporary).doesNotExist();
	}

	@Test
	void keepsNoDataUnlessItIsAskedTo() throws IOException {
		assertThat(retain(Map.of())).isEqualTo("false");
		assertThat(retain(Map.of("retain", "true"))).isEqualTo("true");
		FakeWorkshop.write(this.stage.infra().resolve("cdk.json"), """
				{"app": "-Dexec.mainClass=com.example.lab.stage.FakeCdkApp", "context": {"retain": "yes"}}""");
		assertThat(retain(Map.of())).isEqualTo("yes");
	}

	private String retain(Map<String, String> context) {
		Assembly assembly = new Synthesis(this.stage, this.processes, context).run();
		return assembly.stacks().get(0).json().path("Context").path("retain").asString();
	}

	@Test
	void keepsTheAssemblyUntilSomethingChanges() throws IOException {
		Assembly first = synthesise();
		Assembly second = synthesise();
		FakeWorkshop.write(this.target.resolve("classes/Main.class"), "changed");
		Assembly third = synthesise();

		assertThat(second.folder()).isEqualTo(first.folder());
		assertThat(third.folder()).isNotEqualTo(first.folder()).exists();
		assertThat(first.folder()).doesNotExist();
	}

	@Test
	void keepsAnAssemblyWithOtherPropertiesBesideThePlainOne() {
		Assembly plain = synthesise();
		Assembly other = new Synthesis(this.stage, this.processes, Map.of("key", "other", "more", "yes")).run();

		JsonNode context = other.stacks().get(0).json().path("Context");
		assertThat(context.path("key").asString()).isEqualTo("other");
		assertThat(context.path("more").asString()).isEqualTo("yes");
		assertThat(synthesise().folder()).isEqualTo(plain.folder()).exists().isNotEqualTo(other.folder());
	}

	@Test
	void whatTheCdkHasLookedUpIsContextThatCdkJsonOverrides() throws IOException {
		Assembly before = synthesise();
		FakeWorkshop.write(this.stage.infra().resolve("cdk.context.json"), """
				{"key": "looked up", "availability-zones": ["us-east-1a"]}""");

		JsonNode context = synthesise().stacks().get(0).json().path("Context");
		assertThat(context.path("availability-zones").path(0).asString()).isEqualTo("us-east-1a");
		assertThat(context.path("key").asString()).isEqualTo("value");
		assertThat(before.folder()).doesNotExist();
	}

	@Test
	void saysWhatTheApplicationSaidWhenItFails() throws IOException {
		FakeWorkshop.write(this.stage.infra().resolve("cdk.json"), """
				{"app": "-Dexec.mainClass=com.example.lab.stage.FakeCdkApp", "context": {"fail": true}}""");

		assertThatExceptionOfType(WorkshopException.class).isThrownBy(this::synthesise)
			.withMessageContaining("The CDK application of stage-01-one failed")
			.withMessageContaining("The construct is wrong")
			.withMessageContaining("synthesis.log");
	}

	@Test
	void saysWhatIsMissing() throws IOException {
		FakeWorkshop.write(this.stage.infra().resolve("cdk.json"), "{\"app\": \"node app.js\"}");
		assertThatExceptionOfType(WorkshopException.class).isThrownBy(this::synthesise)
			.withMessageContaining("names no main class");

		Files.delete(this.target.resolve("classpath.txt"));
		assertThatExceptionOfType(WorkshopException.class).isThrownBy(this::synthesise)
			.withMessageContaining("is not built");
	}

	private Assembly synthesise() {
		return new Synthesis(this.stage, this.processes).run();
	}

}
