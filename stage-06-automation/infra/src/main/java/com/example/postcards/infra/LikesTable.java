package com.example.postcards.infra;

import java.util.List;

import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.Billing;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.TablePropsV2;
import software.amazon.awscdk.services.dynamodb.TableV2;
import software.amazon.awscdk.services.iam.Grant;
import software.amazon.awscdk.services.iam.GrantOnPrincipalOptions;
import software.amazon.awscdk.services.iam.IGrantable;
import software.constructs.Construct;

/**
 * A DynamoDB table with an item for each like, and a counter for each postcard, which is
 * the partition key. The sort key is {@code like#} and the account, or {@code counter}.
 * It is paid by the request, and can be restored to any second of the last 35 days. Needs
 * nothing.
 */
class LikesTable extends TableV2 {

	LikesTable(Construct scope, String id, boolean retain) {
		// tag::table[]
		super(scope, id,
				TablePropsV2.builder()
					.partitionKey(Attribute.builder().name("pk").type(AttributeType.STRING).build())
					.sortKey(Attribute.builder().name("sk").type(AttributeType.STRING).build())
					.billing(Billing.onDemand())
					.pointInTimeRecoverySpecification(
							PointInTimeRecoverySpecification.builder().pointInTimeRecoveryEnabled(true).build())
					.deletionProtection(retain)
					.removalPolicy(retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY)
					.build());
		// end::table[]
	}

	/**
	 * Lets the application read and write items. A transaction needs the permissions of
	 * the actions that it consists of.
	 */
	void grantUse(IGrantable application) {
		Grant.addToPrincipal(GrantOnPrincipalOptions.builder()
			.grantee(application)
			.actions(List.of("dynamodb:BatchGetItem", "dynamodb:BatchWriteItem", "dynamodb:DeleteItem",
					"dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"))
			.resourceArns(List.of(getTableArn()))
			.build());
	}

}
