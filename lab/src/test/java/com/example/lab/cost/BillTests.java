package com.example.lab.cost;

import java.nio.file.Path;
import java.util.List;

import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.stage.WorkshopException;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BillTests {

	private static final Offset<Double> A_CENT = Offset.offset(0.005);

	private static final String SERVER = """
			"Subnet": {"Type": "AWS::EC2::Subnet", "Properties": {"MapPublicIpOnLaunch": %s}},
			"Server": {"Type": "AWS::EC2::Instance", "Properties": {"InstanceType": "t4g.small",
				"SubnetId": {"Ref": "Subnet"},
				"BlockDeviceMappings": [{"Ebs": {"VolumeSize": 8, "VolumeType": "gp3"}},
					{"Ebs": {"VolumeSize": 20, "VolumeType": "gp3"}}, {"VirtualName": "ephemeral0"}]}}""";

	private static final String DATABASE = """
			"Database": {"Type": "AWS::RDS::DBInstance", "Properties": {"DBInstanceClass": "db.t4g.micro",
				"Engine": "postgres", "AllocatedStorage": "20", "StorageType": "gp3", "MultiAZ": %s}}""";

	@Test
	void addsUpAServerWithTwoDisksAndItsPublicAddress() {
		Bill bill = bill(SERVER.formatted("true"), 1);

		// 730 x 0.0168 + 8 x 0.08 + 20 x 0.08 + 730 x 0.005
		assertThat(bill.total()).isEqualTo(18.154, A_CENT);
		assertThat(bill.charges()).extracting(Charge::billed)
			.containsExactly("instance", "disk", "disk", "public IPv4 address");
	}

	@Test
	void aServerInAPrivateSubnetHasNoPublicAddress() {
		assertThat(bill(SERVER.formatted("false"), 1).total()).isEqualTo(14.504, A_CENT);
	}

	@Test
	void seoulHasPricesOfItsOwn() {
		Bill bill = Bill.of(Assemblies.of(SERVER.formatted("true")), Prices.of("ap-northeast-2"), Usage.of(1));

		// 730 x 0.0208 + 28 x 0.0912 + 730 x 0.005
		assertThat(bill.total()).isEqualTo(21.3876, A_CENT);
	}

	@Test
	void aLoadBalancerHasAnAddressInEachZoneAndPaysForWhatGoesThroughIt() {
		String balancer = """
				"Balancer": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Type": "application",
					"Scheme": "%s", "Subnets": [{"Ref": "A"}, {"Ref": "B"}]}}""";

		// 730 x (0.0225 + 2 x 0.005) + 1,000 x 60.83 x 5 x 0.5 / 1,000 x 0.008
		assertThat(bill(balancer.formatted("internet-facing"), 1_000).total()).isEqualTo(24.9417, A_CENT);
		assertThat(bill(balancer.formatted("internal"), 1_000).charges()).extracting(Charge::billed)
			.containsExactly("load balancer", "capacity units");
	}

	@Test
	void aDistributionBillsTheTrafficInPlaceOfTheInternetGateway() {
		String gateway = "\"Gateway\": {\"Type\": \"AWS::EC2::InternetGateway\", \"Properties\": {}}";
		String edge = "\"Edge\": {\"Type\": \"AWS::CloudFront::Distribution\", \"Properties\": {}}";

		// 1,000 x 60.83 x 5 x 0.5 / 1,000 GB, of which 100 are free
		assertThat(bill(gateway, 1_000).total()).isEqualTo(4.6875, A_CENT);
		assertThat(bill(gateway + ", " + edge, 1_000).total()).as("within the free quantities").isZero();
		// 1,520.8 GB, of which 1,000 are free; 33.5 million requests, of which 10 are
		// free
		assertThat(bill(gateway + ", " + edge, 10_000).charges()).extracting(Charge::billed)
			.containsExactly("data out to viewers", "HTTPS requests");
		assertThat(bill(edge, 10_000).total()).isEqualTo(520.83 * 0.085 + 23.458, A_CENT);
	}

	@Test
	void multiAzDoublesInstanceAndStorage() {
		double single = bill(DATABASE.formatted("false"), 1).total();

		// 730 x 0.016 + 20 x 0.115
		assertThat(single).isEqualTo(13.98, A_CENT);
		assertThat(bill(DATABASE.formatted("true"), 1).total()).isEqualTo(2 * single, A_CENT);
	}

	@ParameterizedTest
	@CsvSource({ "0, 0", "1, 0.90", "10, 8.24", "100, 38.35", "300, 43.72" })
	void aDatabaseThatPausesCostsWhatItIsAwake(long users, double usd) {
		assertThat(bill(Assemblies.SERVERLESS, users).charges()
			.stream()
			.filter((charge) -> charge.billed().equals("capacity while awake"))
			.mapToDouble(Charge::usd)
			.sum()).isEqualTo(usd, A_CENT);
	}

	@Test
	void aDatabaseThatSomethingKeepsAwakeCostsEveryHour() {
		double asleep = bill(Assemblies.SERVERLESS, 0).total();
		double awake = Bill.of(Assemblies.of(Assemblies.SERVERLESS), Prices.of("us-east-1"), Usage.of(0).awake())
			.total();

		// 730 x 0.5 x 0.12
		assertThat(awake - asleep).isEqualTo(43.8, A_CENT);
	}

	@Test
	void billsTheMinimumCapacityForEveryHour() {
		String raised = Assemblies.SERVERLESS.replace("\"MinCapacity\": 0", "\"MinCapacity\": 1.5");

		assertThat(bill(raised, 0).charges().get(0).usd()).isEqualTo(730 * 1.5 * 0.12, A_CENT);
	}

	@Test
	void countsFreeQuantitiesOncePerAccount() {
		String pools = """
				"One": {"Type": "AWS::Cognito::UserPool", "Properties": {"UserPoolTier": "ESSENTIALS"}},
				"Two": {"Type": "AWS::Cognito::UserPool"}""";

		assertThat(bill(pools, 5_000).total()).isZero();
		// 16,000 users of which 10,000 are free
		assertThat(bill(pools, 8_000).total()).isEqualTo(6_000 * 0.015, A_CENT);
	}

	@ParameterizedTest
	@CsvSource({ "Interface, 14.60", "Gateway, 0" })
	void anInterfaceEndpointCostsInEachZoneAndAGatewayEndpointNothing(String type, double usd) {
		Bill bill = bill("""
				"Endpoint": {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcEndpointType": "%s",
					"SubnetIds": [{"Ref": "A"}, {"Ref": "B"}]}}""".formatted(type), 1);

		assertThat(bill.total()).isEqualTo(usd, A_CENT);
	}

	@Test
	void aParameterOfTheTemplateStandsForItsDefault() {
		Assembly assembly = Assemblies.ofTemplate(
				"""
						{"Parameters": {"Bundle": {"Type": "String", "Default": "small_3_0"}},
						"Resources": {"Box": {"Type": "AWS::Lightsail::Instance", "Properties": {"BundleId": {"Ref": "Bundle"}}}}}
						""");

		assertThat(Bill.of(assembly, Prices.of("us-east-1"), Usage.of(1)).total()).isEqualTo(12, A_CENT);
	}

	@Test
	void aStackHasThePricesOfItsRegionIfItNamesOne() {
		StackTemplate any = Assemblies.of(Assemblies.SERVERLESS).stacks().get(0);
		StackTemplate seoul = new StackTemplate("Seoul", "ap-northeast-2", false, any.file(), any.json(),
				any.resources());

		double both = Bill.of(new Assembly(Path.of(""), List.of(any, seoul)), Prices.of("us-east-1"), Usage.of(1))
			.total();

		Assembly one = Assemblies.of(Assemblies.SERVERLESS);
		assertThat(both).isEqualTo(Bill.of(one, Prices.of("us-east-1"), Usage.of(1)).total()
				+ Bill.of(one, Prices.of("ap-northeast-2"), Usage.of(1)).total(), A_CENT);
	}

	@Test
	void anExpressionIsRefusedWithConstructAndProperty() {
		assertThatRefused("""
				"Box": {"Type": "AWS::Lightsail::Instance", "Properties": {"BundleId": {"Fn::If": ["C", "a", "b"]}}}""")
			.withMessageContainingAll("AWS::Lightsail::Instance", "Stack/Box/Resource", "BundleId", "Fn::If");
	}

	@Test
	void aPropertyThatIsNotThereIsNamed() {
		assertThatRefused("\"Box\": {\"Type\": \"AWS::Lightsail::Instance\"}")
			.withMessageContainingAll("Stack/Box/Resource", "no property BundleId");
	}

	@Test
	void theRestOfAnUnknownTypeIsPricedAndItIsNamed() {
		Bill bill = bill("\"Stream\": {\"Type\": \"AWS::Kinesis::Stream\"}, %s".formatted(DATABASE.formatted("false")),
				1);

		assertThat(bill.unpriced())
			.containsExactly("AWS::Kinesis::Stream (construct Stack/Stream/Resource) has no price. "
					+ "Add its lines to meters.csv, or one to free-types.txt if it is free.");
		assertThat(bill.total()).isPositive();
	}

	@Test
	void allClassesWithoutAPriceAreNamed() {
		assertThat(
				bill("""
						"One": {"Type": "AWS::EC2::Instance", "Properties": {"InstanceType": "x9.huge", "BlockDeviceMappings": []}},
						"Two": {"Type": "AWS::Lightsail::Instance", "Properties": {"BundleId": "giant_9_0"}}""",
						1)
					.unpriced())
			.hasSize(2)
			.anySatisfy((one) -> assertThat(one).contains("construct Stack/One/Resource",
					"no price ec2.x9.huge in Region us-east-1"))
			.anySatisfy((two) -> assertThat(two).contains("construct Stack/Two/Resource", "lightsail.giant_9_0",
					"prices.csv"));
	}

	@Test
	void listsTheAssumptionsOfTheBill() {
		assertThat(bill(Assemblies.SERVERLESS, 10).assumptions()).anyMatch((line) -> line.contains("1 - exp(-L T)"))
			.anyMatch((line) -> line.contains("a year of 16 MB a user"))
			.noneMatch((line) -> line.contains("snapshots"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "us-east-1", "ap-northeast-2" })
	void bothRegionsHaveAPriceForEachKey(String region) {
		assertThat(Prices.of(region).keys()).isEqualTo(Prices.of(Prices.DEFAULT_REGION).keys());
	}

	@Test
	void aRegionWithoutPricesIsRefused() {
		assertThatExceptionOfType(WorkshopException.class).isThrownBy(() -> Prices.of("mars-1"))
			.withMessage("There are no prices of Region mars-1. Regions: us-east-1, ap-northeast-2.");
	}

	private static ThrowableAssertAlternative<WorkshopException> assertThatRefused(String resources) {
		return assertThatExceptionOfType(WorkshopException.class).isThrownBy(() -> bill(resources, 1));
	}

	private static Bill bill(String resources, long users) {
		return Bill.of(Assemblies.of(resources), Prices.of("us-east-1"), Usage.of(users));
	}

}
