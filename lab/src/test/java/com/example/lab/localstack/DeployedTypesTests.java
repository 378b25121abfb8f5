package com.example.lab.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.example.lab.stage.Workshop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

@ExtendWith(SharedLocalStack.class)
class DeployedTypesTests {

	private static final Set<String> LEFT_OUT = Set.of("AWS::SecretsManager::RotationSchedule",
			"AWS::SecretsManager::SecretTargetAttachment");

	@Test
	void areWhatLocalStackHasProvidersFor(LocalStack localStack) throws IOException {
		Installation installation = new Installation(Workshop.find().data());
		assumeThat(installation.complete()).as("LocalStack is installed on this computer, so its list can be read")
			.isTrue();
		Predicate<String> lambda = (type) -> type.startsWith("AWS::Lambda::");
		assertThat(DeployedTypes.all()).containsExactlyInAnyOrderElementsOf(providers(installation).stream()
			.filter(lambda.negate())
			.filter((type) -> !LEFT_OUT.contains(type))
			.toList());
	}

	@Test
	void leavesOutTypesWithoutARealProvider() {
		assertThat(DeployedTypes.deploys("AWS::S3::Bucket")).isTrue();
		assertThat(DeployedTypes.deploys("AWS::Lambda::Function")).isFalse();
		assertThat(DeployedTypes.deploys("AWS::SecretsManager::SecretTargetAttachment")).isFalse();
		assertThat(DeployedTypes.deploys("AWS::RDS::DBInstance")).isFalse();
	}

	private static Set<String> providers(Installation installation) throws IOException {
		try (Stream<Path> files = Files.find(installation.folder(), 7, (file, attributes) -> file
			.endsWith("localstack_core-" + LocalStack.VERSION + ".dist-info/entry_points.txt"))) {
			return Files.readAllLines(files.findFirst().orElseThrow())
				.stream()
				.dropWhile((line) -> !line.equals("[localstack.cloudformation.resource_providers]"))
				.skip(1)
				.takeWhile((line) -> !line.startsWith("["))
				.filter((line) -> line.startsWith("AWS::"))
				.map((line) -> line.substring(0, line.indexOf('=')).strip())
				.collect(Collectors.toSet());
		}
	}

}
