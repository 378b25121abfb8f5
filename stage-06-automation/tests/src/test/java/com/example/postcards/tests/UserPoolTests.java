package com.example.postcards.tests;

import com.example.contract.stage.UserPoolContract;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.Stage;

@Stage(exclusive = false)
class UserPoolTests extends UserPoolContract {

	UserPoolTests(LocalCloud cloud) {
		super(cloud);
	}

}
