package com.example.lab.cloud;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import com.example.lab.assembly.StackTemplate;
import com.example.lab.localstack.LocalStack;
import com.example.lab.localstack.SharedLocalStack;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Object;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(SharedLocalStack.class)
class AssetsTests {

	private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

	private final Path folder;

	AssetsTests(@TempDir Path folder) {
		this.folder = folder;
	}

	@Test
	void uploadsWhatTheTemplateRefersTo(LocalStack localStack) throws IOException {
		Files.writeString(this.folder.resolve("asset.1.jar"), "one");
		folderAsset("asset.2");
		Files.writeString(this.folder.resolve("Stack.assets.json"), """
				{"files": {"1": %s, "2": %s, "3": %s}}""".formatted(asset("asset.1.jar", "file", "assets-test-1.jar"),
				asset("asset.2", "zip", "assets-test-2.zip"), asset("Stack.template.json", "file", "template.json")));
		StackTemplate stack = new StackTemplate("name", this.folder.resolve("Stack.template.json"), JsonMapper.shared()
			.readValue("{\"A\": {\"Fn::Sub\": \"https://${B}/assets-test-1.jar\"}, \"Key\": \"assets-test-2.zip\"}",
					ObjectNode.class),
				List.of());

		Assets.publish(stack, localStack, this.folder.resolve("home"));

		String bucket = "cdk-hnb659fds-assets-000000000000-us-east-1";
		assertThat(localStack.s3().listObjectsV2((request) -> request.bucket(bucket)).contents())
			.extracting(S3Object::key)
			.contains("assets-test-1.jar", "assets-test-2.zip")
			.doesNotContain("template.json");
		assertThat(localStack.s3()
			.getObjectAsBytes((request) -> request.bucket(bucket).key("assets-test-1.jar"))
			.asUtf8String()).isEqualTo("one");
	}

	@Test
	void aStackWithoutAssetsNeedsNone(LocalStack localStack) {
		Assets.publish(new StackTemplate("name", this.folder.resolve("Other.template.json"),
				JsonMapper.shared().createObjectNode(), List.of()), localStack, this.folder);

		assertThat(this.folder).isEmptyDirectory();
	}

	@Test
	void theSameFolderGivesTheSameZip() throws IOException {
		folderAsset("a");
		folderAsset("b");

		Path zip = Assets.zip(this.folder.resolve("a"), this.folder.resolve("zips/a.zip"));

		assertThat(zip).hasSameBinaryContentAs(Assets.zip(this.folder.resolve("b"), this.folder.resolve("zips/b.zip")));
		try (ZipFile entries = new ZipFile(zip.toFile())) {
			assertThat(entries.stream()).extracting(ZipEntry::getName, ZipEntry::getTimeLocal)
				.containsExactly(Tuple.tuple("file", NO_TIME), Tuple.tuple("sub/.hidden", NO_TIME));
		}
	}

	private void folderAsset(String name) throws IOException {
		Files.createDirectories(this.folder.resolve(name).resolve("sub"));
		Files.writeString(this.folder.resolve(name).resolve("sub/.hidden"), "two");
		Files.writeString(this.folder.resolve(name).resolve("file"), "three");
	}

	private static String asset(String path, String packaging, String key) {
		return """
				{"source": {"path": "%s", "packaging": "%s"}, "destinations": {"current": {
				"bucketName": "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}", "objectKey": "%s"}}}"""
			.formatted(path, packaging, key);
	}

}
