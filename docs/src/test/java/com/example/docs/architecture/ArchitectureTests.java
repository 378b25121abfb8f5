package com.example.docs.architecture;

import java.nio.file.Path;
import java.util.List;

import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.StackTemplate;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ArchitectureTests {

	private final Drawing box = Drawing.ofFile("box.json");

	private final Drawing twoZones = Drawing.ofFile("two-zones.json");

	@Test
	void labelsWhatItDraws() {
		assertThat(labels(Drawing.read("box.json"))).containsExactly("Releases", "Box", "StaticIp", "StatusCheck");
	}

	@Test
	void drawsUsersToABoxThroughItsAddress() {
		assertThat(this.box.arrows()).containsExactly("People --> StaticIp : ports 80, 443", "StaticIp --> Box",
				"StatusCheck .[#7D8998].> Box : watches");
	}

	@Test
	void drawsUsersToABoxThroughItsNameAndAddress() {
		assertThat(Drawing.of("""
				{"Box": {"Type": "AWS::Lightsail::Instance"},
				"Address": {"Type": "AWS::Lightsail::StaticIp", "Properties": {"AttachedTo": {"Ref": "Box"}}},
				"Name": {"Type": "AWS::Route53::RecordSet", "Properties":
					{"ResourceRecords": [{"Fn::GetAtt": ["Address", "IpAddress"]}]}}}""").arrows())
			.containsExactly("People --> Name : ports 22, 80", "Address --> Box", "Name --> Address");
	}

	@Test
	void addressLeadsToWhatItIsAssociatedWith() {
		assertThat(Drawing.of("""
				{"Box": {"Type": "AWS::EC2::Instance"},
				"Address": {"Type": "AWS::EC2::EIP"},
				"Association": {"Type": "AWS::EC2::EIPAssociation", "Properties":
					{"AllocationId": {"Fn::GetAtt": ["Address", "AllocationId"]}, "InstanceId": {"Ref": "Box"}}}}""")
			.arrows()).containsExactly("Address --> Box");
	}

	@Test
	void requestsPassADistributionToItsOrigins() {
		Drawing drawing = Drawing.of("""
				{"Edge": {"Type": "AWS::CloudFront::Distribution", "Properties": {"DistributionConfig": {
					"Logging": {"Bucket": {"Fn::GetAtt": ["Logs", "DomainName"]}},
					"Origins": [{"DomainName": {"Fn::GetAtt": ["Photos", "DomainName"]}},
						{"DomainName": {"Fn::GetAtt": ["Balancer", "DNSName"]}}]}}},
				"Balancer": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer"},
				"Logs": {"Type": "AWS::S3::Bucket"}, "Photos": {"Type": "AWS::S3::Bucket"}}""");

		assertThat(drawing.arrows()).containsExactly("People --> Edge : ports 80, 443", "Edge --> Balancer",
				"Edge .[#7D8998].> Logs", "Edge --> Photos");
	}

	@Test
	void onlyBucketsThatRequestsReachAreOnTheirPath() {
		assertThat(Drawing.requestPath("""
				{"Edge": {"Type": "AWS::CloudFront::Distribution", "Properties": {"DistributionConfig": {
					"Logging": {"Bucket": {"Ref": "Logs"}}, "Origins": [{"DomainName": {"Ref": "Photos"}}]}}},
				"Logs": {"Type": "AWS::S3::Bucket"}, "Photos": {"Type": "AWS::S3::Bucket"}}"""))
			.contains("<b>Photos</b>")
			.doesNotContain("<b>Logs</b>");
	}

	@Test
	void aServerReachesTheTablesThatItsRoleAllows() {
		assertThat(Drawing.of("""
				{"Server": {"Type": "AWS::EC2::Instance", "Properties": {"IamInstanceProfile": {"Ref": "Profile"}}},
				"Profile": {"Type": "AWS::IAM::InstanceProfile", "Properties": {"Roles": [{"Ref": "Role"}]}},
				"Role": {"Type": "AWS::IAM::Role"}, "Other": {"Type": "AWS::IAM::Role"},
				"Policy": {"Type": "AWS::IAM::Policy", "Properties": {"Roles": [{"Ref": "Role"}],
					"PolicyDocument": {"Statement": [{"Resource": {"Fn::GetAtt": ["Likes", "Arn"]}}]}}},
				"OtherPolicy": {"Type": "AWS::IAM::Policy", "Properties": {"Roles": [{"Ref": "Other"}],
					"PolicyDocument": {"Statement": [{"Resource": {"Fn::GetAtt": ["Secrets", "Arn"]}}]}}},
				"Likes": {"Type": "AWS::DynamoDB::GlobalTable"},
				"Secrets": {"Type": "AWS::DynamoDB::GlobalTable"}}""").arrows()).containsExactly("Server --> Likes");
	}

	@Test
	void aReplicaFollowsItsDatabase() {
		Drawing drawing = Drawing.of("""
				{"Database": {"Type": "AWS::RDS::DBInstance"}, "Replica": {"Type": "AWS::RDS::DBInstance",
					"Properties": {"SourceDBInstanceIdentifier": {"Ref": "Database"}}}}""");

		assertThat(drawing.arrows()).containsExactly("Database --> Replica : each commit, later");
		assertThat(drawing.plantUml()).contains("RDS read replica");
	}

	@Test
	void functionsOfCustomResourcesAreNotDrawn() {
		assertThat(labels("""
				{"Bucket": {"Type": "AWS::S3::Bucket"}, "Files": {"Type": "Custom::CDKBucketDeployment"},
				"Custom::CDKBucketDeployment8693": {"Type": "AWS::Lambda::Function"}}""")).containsExactly("Bucket");
	}

	@Test
	void drawsNoArrowToAServerWithoutOpenPorts() {
		assertThat(Drawing.of("{\"Box\": {\"Type\": \"AWS::EC2::Instance\"}}").arrows()).isEmpty();
	}

	@Test
	void boxIsInItsZone() {
		assertThat(this.box.framesAround("Box")).containsExactly("AWSCloud", "Region", "Availability Zone 1");
		assertThat(this.box.framesAround("StaticIp")).containsExactly("AWSCloud", "Region");
		assertThat(this.box.framesAround("Releases")).containsExactly("AWSCloud", "Region");
	}

	@Test
	void serversAreInTheZonesOfTheirSubnets() {
		assertThat(this.twoZones.framesAround("Web/One")).containsExactly("AWSCloud", "Region",
				"Network <U+0028>VPC<U+0029>", "Availability Zone 1");
		assertThat(this.twoZones.framesAround("Web/Two")).containsExactly("AWSCloud", "Region",
				"Network <U+0028>VPC<U+0029>", "Availability Zone 2");
	}

	@Test
	void serversOfSeveralZonesAreInTheirVpc() {
		assertThat(this.twoZones.framesAround("LoadBalancer")).containsExactly("AWSCloud", "Region",
				"Network <U+0028>VPC<U+0029>");
	}

	@Test
	void instanceOfAClusterIsInTheVpcOfTheCluster() {
		Drawing drawing = Drawing
			.of("""
					{"Network": {"Type": "AWS::EC2::VPC"},
					"Group": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"VpcId": {"Ref": "Network"}}},
					"Cluster": {"Type": "AWS::RDS::DBCluster", "Properties":
						{"VpcSecurityGroupIds": [{"Fn::GetAtt": "Group.GroupId"}]}},
					"Writer": {"Type": "AWS::RDS::DBInstance", "Properties": {"DBClusterIdentifier": {"Ref": "Cluster"}}}}""");

		assertThat(drawing.framesAround("Writer")).containsExactly("AWSCloud", "Region", "Network <U+0028>VPC<U+0029>");
		assertThat(drawing.plantUml()).contains("Aurora DB instance");
	}

	@Test
	void zoneWithANameKeepsIt() {
		assertThat(Drawing.of("""
				{"Box": {"Type": "AWS::Lightsail::Instance", "Properties": {"AvailabilityZone": "eu-west-1c"}}}""")
			.framesAround("Box")).contains("Availability Zone eu<U+002D>west<U+002D>1c");
	}

	@Test
	void securityGroupsOpenPorts() {
		assertThat(this.twoZones.arrows()).contains("People --> LoadBalancer : port 443",
				"LoadBalancer --> Web/One : port 8080", "LoadBalancer --> Web/Two : port 8080");
	}

	@Test
	void everyPortAndRangesOfPortsAreNamed() {
		assertThat(Drawing.of("""
				{"Wide": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"SecurityGroupIngress":
					[{"CidrIpv6": "::/0", "IpProtocol": "tcp", "FromPort": 1024, "ToPort": 2047}]}},
				"One": {"Type": "AWS::EC2::Instance", "Properties": {"SecurityGroupIds": [{"Ref": "Wide"}]}},
				"Open": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"SecurityGroupIngress":
					[{"CidrIp": "0.0.0.0/0", "IpProtocol": "-1"}]}},
				"Two": {"Type": "AWS::EC2::Instance", "Properties": {"SecurityGroupIds": [{"Ref": "Open"}]}}}""")
			.arrows()).containsExactly("People --> One : ports 1024-2047", "People --> Two : all ports");
	}

	@Test
	void portThatIsNotKnownIsLeftOut() {
		assertThat(this.twoZones.arrows()).contains("Web/One --> Database", "Web/Two --> Database");
	}

	@Test
	void referencesAreFollowedThroughWhatIsNotDrawn() {
		assertThat(this.twoZones.arrows()).contains("Slow .[#7D8998].> Web/One : watches",
				"LoadBalancer .[#7D8998].> Certificate");
	}

	@Test
	void referenceInInstalledFilesIsAnArrow() {
		assertThat(this.twoZones.arrows()).contains("Web/One .[#7D8998].> Releases");
	}

	@Test
	void parametersOfOneConstructAreOnePart() {
		Drawing drawing = Drawing.of("""
				{"Pool": {"Type": "AWS::Cognito::UserPool", "Properties": {}},
				"Settings/one": {"Type": "AWS::SSM::Parameter", "Properties": {"Value": "1"}},
				"Settings/two": {"Type": "AWS::SSM::Parameter", "Properties": {"Value": {"Ref": "Pool"}}}}""");
		assertThat(drawing.plantUml()).contains("<b>Settings</b>\\n<size:12>2 Parameter Store parameters</size>")
			.doesNotContain("two");
		assertThat(drawing.arrows()).contains("Settings .[#7D8998].> Pool");
	}

	@Test
	void standbyIsInAnotherZoneThanItsPrimary() {
		assertThat(this.twoZones.framesAround("Database")).endsWith("Availability Zone 1");
		assertThat(this.twoZones.framesAround("Database standby")).endsWith("Availability Zone 2");
		assertThat(this.twoZones.plantUml()).contains("$RDSMultiAZIMG()", "Multi<U+002D>AZ standby");
	}

	@Test
	void onlyThePrimaryReachesTheStandby() {
		assertThat(this.twoZones.arrows()).filteredOn((arrow) -> arrow.contains("standby"))
			.containsExactly("Database --> Database standby : each commit");
	}

	@Test
	void databaseInOneZoneHasNoStandby() {
		assertThat(Drawing.of("""
				{"Database": {"Type": "AWS::RDS::DBInstance", "Properties": {"MultiAZ": false}}}""").plantUml())
			.doesNotContain("standby");
	}

	@Test
	void sameTemplateIsTheSamePicture() {
		assertThat(Drawing.ofFile("two-zones.json").plantUml()).isEqualTo(this.twoZones.plantUml());
	}

	@Test
	void unknownTypesAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Drawing.of("""
				{"Queue/Resource": {"Type": "AWS::SQS::Queue"}, "Topic": {"Type": "AWS::SNS::Topic"}}"""))
			.withMessageContaining("AWS::SQS::Queue (construct Postcards/Queue/Resource)")
			.withMessageContaining("AWS::SNS::Topic (construct Postcards/Topic)")
			.withMessageContaining("com.example.docs.architecture.Icons, or list it in NOT_DRAWN");
	}

	@Test
	void stacksAreInTheirRegionsAndReferToEachOtherThroughExports() {
		StackTemplate home = Drawing.stack("Home", "us-east-1",
				"""
						{"Resources": {"Pool": {"Type": "AWS::Cognito::UserPool", "Properties": {}},
						"Box": {"Type": "AWS::EC2::Instance", "Properties": {"UserData": {"Fn::Sub": "${Pool} ${AWS::Region}"}}}},
						"Outputs": {"Out": {"Value": {"Fn::GetAtt": ["Pool", "Arn"]}, "Export": {"Name": "Home:Pool"}}}}""");
		StackTemplate away = Drawing.stack("Away", "us-west-2", """
				{"Resources": {"Pool": {"Type": "AWS::Cognito::UserPool", "Properties": {}},
				"Server": {"Type": "AWS::EC2::Instance", "Properties": {"UserData": {"Fn::ImportValue": "Home:Pool"}}},
				"Other": {"Type": "AWS::EC2::Instance", "Properties": {"UserData": {"Ref": "Pool"}}}}}""");

		Drawing drawing = Drawing.of(home, away);

		assertThat(drawing.framesAround("Box")).containsExactly("AWSCloud", "Region us<U+002D>east<U+002D>1");
		assertThat(drawing.framesAround("Server")).containsExactly("AWSCloud", "Region us<U+002D>west<U+002D>2");
		assertThat(drawing.plantUml()).contains("part1 .[#7D8998].> part0", "part3 .[#7D8998].> part0",
				"part4 .[#7D8998].> part2");
	}

	private static List<String> labels(String resources) {
		return new Architecture(new Assembly(Path.of("."), List.of(Drawing.stack(resources)))).labels()
			.lines()
			.toList();
	}

}
