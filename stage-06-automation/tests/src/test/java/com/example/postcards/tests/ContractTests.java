package com.example.postcards.tests;

import com.example.contract.PostcardsContract;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.Stage;

@Stage(exclusive = false)
class ContractTests extends PostcardsContract {

	ContractTests(LocalCloud cloud) {
		super(cloud.url());
	}

}
