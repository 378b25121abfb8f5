package com.example.postcards.tests;

import com.example.contract.stage.DeployContract;
import com.example.lab.junit.Stage;

@Stage(exclusive = false)
class DeployTests extends DeployContract {

}
