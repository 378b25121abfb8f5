package com.example.postcards.infra;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import software.amazon.awscdk.Aws;
import software.amazon.awscdk.services.ec2.CloudFormationInit;
import software.amazon.awscdk.services.ec2.ConfigSetProps;
import software.amazon.awscdk.services.ec2.InitCommand;
import software.amazon.awscdk.services.ec2.InitCommandOptions;
import software.amazon.awscdk.services.ec2.InitConfig;
import software.amazon.awscdk.services.ec2.InitFile;
import software.amazon.awscdk.services.ec2.InitPackage;
import software.amazon.awscdk.services.ec2.InitService;
import software.amazon.awscdk.services.ec2.InitServiceOptions;
import software.amazon.awscdk.services.ec2.InitUser;
import software.amazon.awscdk.services.ec2.InitUserOptions;
import software.amazon.awscdk.services.ec2.ServiceManager;

/**
 * What makes a server of a bare instance, at its first boot. If a part of it fails, so
 * does the deployment.
 */
final class Boot {

	/**
	 * Root and intermediate certificates of all Regions.
	 * @see <a href=
	 * "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.SSL.html">Certificates</a>
	 */
	private static final String CERTIFICATES = "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem";

	private static final String ENVIRONMENT = """
			AWS_REGION=%s
			SERVER_PORT=80
			POSTCARDS_PARAMETERS=%s
			SPRING_DATASOURCE_HIKARI_DATASOURCEPROPERTIES_SSLROOTCERT=/etc/postcards/global-bundle.pem
			""";

	private Boot() {
	}

	// tag::boot[]
	static CloudFormationInit of(Release release, Settings settings) {
		InitUserOptions user = InitUserOptions.builder().homeDir("/var/lib/postcards").build();
		InitServiceOptions service = InitServiceOptions.builder().serviceManager(ServiceManager.SYSTEMD).build();
		InitConfig install = new InitConfig(
				List.of(InitPackage.yum("java-25-amazon-corretto-headless"), InitUser.fromName("postcards", user),
						InitFile.fromAsset("/opt/postcards/postcards.jar", release.jar().toString()),
						InitFile.fromUrl("/etc/postcards/global-bundle.pem", CERTIFICATES),
						InitFile.fromString("/etc/postcards/postcards.env",
								ENVIRONMENT.formatted(Aws.REGION, settings.path())),
						InitFile.fromString("/etc/systemd/system/postcards.service", read("/postcards.service")),
						InitService.enable("postcards", service)));
		// A unit has started before its application has: the boot ends with an answer.
		InitConfig verify = new InitConfig(List.of(InitCommand.argvCommand(
				List.of("curl", "-fsS", "--output", "/dev/null", "--retry", "60", "--retry-delay", "5",
						"--retry-connrefused", "http://localhost:80/actuator/health/readiness"),
				InitCommandOptions.builder().key("answers").build())));
		return CloudFormationInit.fromConfigSets(ConfigSetProps.builder()
			.configSets(Map.of("default", List.of("install", "verify")))
			.configs(new TreeMap<>(Map.of("install", install, "verify", verify)))
			.build());
	}
	// end::boot[]

	private static String read(String resource) {
		try (InputStream in = Boot.class.getResourceAsStream(resource)) {
			return new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
