package com.example.docs.architecture;

import java.nio.file.Path;
import java.util.List;

import com.example.lab.assembly.Assembly;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BeforeAfterTests {

	private static final String ONE_ZONE = """
			{"Network": {"Type": "AWS::EC2::VPC"},
			"One": {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Network"},
				"AvailabilityZone": {"Fn::Select": [0, {"Fn::GetAZs": ""}]}}},
			"Two": {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Network"},
				"AvailabilityZone": {"Fn::Select": [1, {"Fn::GetAZs": ""}]}}},
			"Subnets": {"Type": "AWS::RDS::DBSubnetGroup", "Properties": {"SubnetIds": [{"Ref": "One"}, {"Ref": "Two"}]}},
			"Logs": {"Type": "AWS::Logs::LogGroup"},
			"Database": {"Type": "AWS::RDS::DBInstance", "Properties":
				{"DBSubnetGroupName": {"Ref": "Subnets"}, "MultiAZ": false}},
			"Server": {"Type": "AWS::EC2::Instance", "Properties": {"SubnetId": {"Ref": "One"}}}}""";

	private static final String TWO_ZONES = ONE_ZONE.replace("\"MultiAZ\": false", "\"MultiAZ\": true")
		.replace("\"Server\"", "\"ServerA\"");

	private final BeforeAfter pictures = new BeforeAfter(4, assembly(ONE_ZONE), assembly(TWO_ZONES));

	@Test
	void theAlternativeTextSaysWhatDiffers() {
		assertThat(this.pictures.difference()).isEqualTo("From stage 3 to stage 4. "
				+ "New: Database standby (Multi-AZ standby) in Availability Zone 2, ServerA (EC2 instance) in Availability Zone 1. "
				+ "Gone: Server (EC2 instance) in Availability Zone 1. "
				+ "As before: Network (VPC), Logs (CloudWatch log group), Database (RDS DB instance) in Availability Zone 1.");
	}

	@Test
	void moreParametersAreNoNewPart() {
		String parameter = "{\"Type\": \"AWS::SSM::Parameter\"}";
		Assembly one = assembly("{\"Settings/One\": %s, \"Key\": {\"Type\": \"AWS::KMS::Key\"}}".formatted(parameter));
		Assembly two = assembly("{\"Settings/One\": %s, \"Settings/Two\": %1$s}".formatted(parameter));

		assertThat(new BeforeAfter(5, one, two).difference()).isEqualTo("From stage 4 to stage 5. New: nothing. "
				+ "Gone: Key (KMS key). As before: Settings (2 Parameter Store parameters).");
	}

	@Test
	void onlyNewPartsAreColoured() {
		String[] pictures = this.pictures.block().split("\\[plantuml,");

		assertThat(pictures[2].lines().filter((line) -> line.contains("<<added>> as"))).hasSize(2)
			.anySatisfy((line) -> assertThat(line).contains("<b>ServerA</b>"))
			.anySatisfy((line) -> assertThat(line).contains("<b>Database standby</b>"));
		assertThat(pictures[1]).doesNotContain("<<added>> as");
	}

	@Test
	void thePairShowsWhatRequestsPassThroughAndTheThirdPictureAll() {
		String[] pictures = this.pictures.block().split("\\[plantuml,");

		assertThat(pictures).hasSize(4);
		assertThat(pictures[1]).contains("<b>Server</b>").doesNotContain("Logs");
		assertThat(pictures[2]).contains("<b>ServerA</b>").doesNotContain("<b>Logs</b>");
		assertThat(pictures[3]).contains("<b>ServerA</b>", "<b>Logs</b>");
	}

	@Test
	void eachPictureLeadsToItselfInFullSize() {
		assertThat(this.pictures.block()).contains("target=stage-04-architecture-before,",
				"link=stage-04-architecture-before.svg,", "link=stage-04-architecture-after.svg,",
				"link=stage-04-architecture-all.svg,");
	}

	private static Assembly assembly(String resources) {
		return new Assembly(Path.of("."), List.of(Drawing.stack(resources)));
	}

}
