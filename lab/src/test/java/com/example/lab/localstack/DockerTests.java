package com.example.lab.localstack;

import com.example.lab.event.Events;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.Bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

class DockerTests {

	@Test
	void runsLocalStackInAContainer() {
		Docker docker = Docker.find();
		if (!docker.image()) {
			System.err.println("SKIPPED: LocalStack in Docker: " + docker.finding());
		}
		assumeThat(docker.image()).as(docker.finding()).isTrue();
		try (LocalStack localStack = docker.start(new Events())) {
			assertThat(localStack.describe()).isEqualTo("LocalStack 4.9.2 (Docker)");
			localStack.s3().createBucket((request) -> request.bucket("in-docker"));
			assertThat(localStack.s3().listBuckets().buckets()).extracting(Bucket::name).contains("in-docker");
		}
	}

}
