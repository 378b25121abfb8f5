package com.example.postcards.infra;

import java.util.List;

import software.amazon.awscdk.services.budgets.CfnBudget;
import software.amazon.awscdk.services.budgets.CfnBudget.BudgetDataProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.NotificationProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.NotificationWithSubscribersProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.SpendProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.SubscriberProperty;
import software.constructs.Construct;

/**
 * A mail to the context value {@code email} when the account has spent most of what the
 * context value {@code budget} allows it in a month, and when it is going to spend more;
 * without an address there is no alarm. AWS reckons a few times a day, and stops nothing.
 * Needs nothing.
 */
class BudgetAlarm extends Construct {

	/** Dollars a month. */
	private static final int DEFAULT_BUDGET = 20;

	BudgetAlarm(Construct scope, String id) {
		super(scope, id);
		Object email = getNode().tryGetContext("email");
		if (email == null) {
			return;
		}
		Object budget = getNode().tryGetContext("budget");
		CfnBudget.Builder.create(this, "Budget")
			.budget(BudgetDataProperty.builder()
				.budgetType("COST")
				.timeUnit("MONTHLY")
				.budgetLimit(SpendProperty.builder()
					.amount((budget != null) ? Double.parseDouble(budget.toString()) : DEFAULT_BUDGET)
					.unit("USD")
					.build())
				.build())
			.notificationsWithSubscribers(
					List.of(mail("ACTUAL", 80, email.toString()), mail("FORECASTED", 100, email.toString())))
			.build();
	}

	private static NotificationWithSubscribersProperty mail(String kind, int percent, String address) {
		return NotificationWithSubscribersProperty.builder()
			.notification(NotificationProperty.builder()
				.notificationType(kind)
				.comparisonOperator("GREATER_THAN")
				.threshold(percent)
				.thresholdType("PERCENTAGE")
				.build())
			.subscribers(List.of(SubscriberProperty.builder().subscriptionType("EMAIL").address(address).build()))
			.build();
	}

}
