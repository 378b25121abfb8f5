package com.example.postcards.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

import static org.assertj.core.api.Assertions.assertThat;

class StaticFilesTests {

	private static final String DEPLOYMENT = "Custom::CDKBucketDeployment";

	private static final Template TEMPLATE = Synthesis.TEMPLATE;

	@TempDir
	Path output;

	@Test
	void areCachedForAYearExceptPages() {
		TEMPLATE.resourceCountIs(DEPLOYMENT, 2);
		hasDeployment("StaticFilesAssets", "max-age=31536000, immutable");
		hasDeployment("StaticFilesPages", "max-age=60");
	}

	private static void hasDeployment(String prefix, String cacheControl) {
		assertThat(Synthesis.properties(DEPLOYMENT, prefix))
			.containsEntry("SystemMetadata", Map.of("cache-control", cacheControl))
			.containsEntry("DestinationBucketName",
					Map.of("Ref", Synthesis.logicalId("AWS::S3::Bucket", "StaticFiles")));
	}

	@Test
	void areThereBeforeThePageThatNamesThem() {
		TEMPLATE.hasResource(DEPLOYMENT,
				Map.of("Properties", Match.objectLike(Map.of("SystemMetadata", Map.of("cache-control", "max-age=60"))),
						"DependsOn", Match.arrayWith(List.of(Synthesis.logicalId(DEPLOYMENT, "StaticFilesAssets")))));
	}

	@Test
	void stayWhenThereIsANewRelease() {
		TEMPLATE.allResourcesProperties(DEPLOYMENT, Map.of("Prune", false));
	}

	@Test
	void areInAPrivateBucket() {
		assertThat(Synthesis.properties("AWS::S3::Bucket", "StaticFiles"))
			.containsEntry("PublicAccessBlockConfiguration", Map.of("BlockPublicAcls", true, "BlockPublicPolicy", true,
					"IgnorePublicAcls", true, "RestrictPublicBuckets", true));
	}

	@Test
	void areAnAssetUnderTheirHashedNames() throws IOException {
		App app = Synthesis.app(Map.of(), this.output);
		PostcardsApp.stack(app);
		app.synth();
		String script = HashedFiles.of(Path.of("../app/src/main/resources/static")).names().get("js/app.js");
		assertThat(this.output).isDirectoryRecursivelyContaining("glob:**/asset.*/" + script);
		assertThat(Files.readString(this.output.resolve("static-pages/index.html"))).contains('"' + script + '"');
	}

}
