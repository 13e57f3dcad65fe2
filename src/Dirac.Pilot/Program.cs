using Dirac.Pilot.Supervision;

return args is [SupervisorCommand.Verb] ? new Supervisor().Run() : 64;
