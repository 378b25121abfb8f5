@echo off
rem The command line of the workshop. Builds itself first; Maven detects changes.
setlocal
set "root=%~dp0"
set "root=%root:~0,-1%"

set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
"%java%" -version >nul 2>&1
if errorlevel 1 (
  echo JDK 17 or newer is needed; found none. Install one from https://adoptium.net, then try again. 1>&2
  exit /b 1
)

rem The load of the product, and what it says of itself, are in the module contract.
set "module=lab"
set "options='-Xmx128m' '-XX:TieredStopAtLevel=1'"
if "%~1"=="load" set "module=contract"
if "%~1"=="bench" set "module=contract"
if "%~1"=="where" set "module=contract"
if "%~1"=="wait" set "module=contract"
echo %* | findstr /c:" --load" >nul && set "module=contract"
if "%module%"=="contract" set "options='-Xmx256m'"

call "%root%\mvnw.cmd" -B -ntp -q -f "%root%\pom.xml" -pl %module% -am -DskipTests -Dcheckstyle.skip -Denforcer.skip -Dspring-javaformat.validate.skip process-classes 1>&2
if errorlevel 1 exit /b 1

rem The class path is longer than a line of this shell may be, so it goes through the environment.
powershell -NoProfile -Command "$env:CLASSPATH = '%root%\lab\target\classes;%root%\contract\target\classes;' + (Get-Content '%root%\%module%\target\classpath.txt'); & '%java%' %options% '-XX:+UseSerialGC' '-XX:-UsePerfData' '-Dworkshop.root=%root%' com.example.lab.cli.Main %*; exit $LASTEXITCODE"
exit /b %errorlevel%
