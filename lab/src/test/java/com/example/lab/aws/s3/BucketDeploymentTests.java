package com.example.lab.aws.s3;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import com.example.lab.assembly.Resource;
import com.example.lab.event.Events;
import com.example.lab.localstack.LocalStack;
import com.example.lab.localstack.SharedLocalStack;
import com.example.lab.process.Processes;
import com.example.lab.standin.LabClock;
import com.example.lab.standin.LabContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@ExtendWith(SharedLocalStack.class)
class BucketDeploymentTests {

	private final LocalStack localStack;

	private final Path temporary;

	private final Processes processes;

	private final LabContext lab;

	private final String bucket = "site-" + Long.toHexString(System.nanoTime());

	BucketDeploymentTests(@TempDir Path temporary, LocalStack localStack) {
		this.localStack = localStack;
		this.temporary = temporary;
		this.processes = new Processes(temporary.resolve("logs"));
		this.lab = new LabContext(temporary.resolve("run"), Path.of("target/cache"), this.processes, new Events(),
				new LabClock(1), Map.of(), true);
		this.lab.connect(localStack);
	}

	@BeforeEach
	void makeBucket() {
		this.localStack.s3().createBucket((request) -> request.bucket(this.bucket));
	}

	@AfterEach
	void end() {
		this.processes.close();
	}

	@Test
	void uploadsFilesWithTheirTypesAndCaching() throws IOException {
		start(Map.of("js/app.1.js", "app", "index.html", "page"), "{}");

		assertThat(keys()).containsExactly("index.html", "js/app.1.js");
		HeadObjectResponse script = this.localStack.s3()
			.headObject((request) -> request.bucket(this.bucket).key("js/app.1.js"));
		assertThat(script.contentType()).isEqualTo("text/javascript");
		assertThat(script.cacheControl()).isEqualTo("max-age=60");
	}

	@Test
	void filesOfTheReleaseBeforeStayUnlessTheyArePruned() throws IOException {
		BucketDeployment deployment = start(Map.of("a.1.js", "one"), "{}");

		deployment.update(properties(Map.of("a.2.js", "two"), "{}"));
		assertThat(keys()).containsExactly("a.1.js", "a.2.js");
		deployment.update(properties(Map.of("a.3.js", "three"), "{'Prune': true}"));
		assertThat(keys()).containsExactly("a.3.js");
	}

	@Test
	void refusesWhatItDoesNotDo() {
		assertThatIllegalArgumentException().isThrownBy(() -> start(Map.of("a", "a"), "{'Exclude': ['*.txt']}"))
			.withMessage("The lab does not know Exclude of a bucket deployment.");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> start(Map.of("a", "a"), "{'SourceMarkers': [{'<<marker>>': 'value'}]}"))
			.withMessageContaining("use Source.asset");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> start(Map.of("a", "a"), "{'SystemMetadata': {'acl': 'public-read'}}"))
			.withMessage("The lab does not set acl of an object.");
	}

	private List<String> keys() {
		return this.localStack.s3()
			.listObjectsV2((request) -> request.bucket(this.bucket))
			.contents()
			.stream()
			.map(S3Object::key)
			.toList();
	}

	private BucketDeployment start(Map<String, String> files, String changes) throws IOException {
		BucketDeployment deployment = new BucketDeployment(new Resource("Deployment", "Custom::CDKBucketDeployment",
				"Stack/Deployment", JsonMapper.shared().createObjectNode()), this.lab);
		deployment.start(properties(files, changes));
		return deployment;
	}

	private ObjectNode properties(Map<String, String> files, String changes) throws IOException {
		String key = files.hashCode() + ".zip";
		this.localStack.s3().putObject((request) -> request.bucket(this.bucket + "-assets").key(key), zip(files));
		ObjectNode properties = json("""
				{'ServiceToken': 'arn', 'SourceBucketNames': ['%s-assets'], 'SourceObjectKeys': ['%s'],
				'DestinationBucketName': '%1$s', 'Prune': false, 'SystemMetadata': {'cache-control': 'max-age=60'}}"""
			.formatted(this.bucket, key));
		properties.setAll(json(changes));
		return properties;
	}

	private Path zip(Map<String, String> files) throws IOException {
		Path zip = Files.createTempFile(this.temporary, "files", ".zip");
		this.localStack.s3().createBucket((request) -> request.bucket(this.bucket + "-assets"));
		try (OutputStream out = Files.newOutputStream(zip); ZipOutputStream entries = new ZipOutputStream(out)) {
			for (Map.Entry<String, String> file : files.entrySet()) {
				entries.putNextEntry(new ZipEntry(file.getKey()));
				entries.write(file.getValue().getBytes(StandardCharsets.UTF_8));
			}
		}
		return zip;
	}

	private static ObjectNode json(String text) {
		return JsonMapper.shared().readValue(text.replace('\'', '"'), ObjectNode.class);
	}

}
