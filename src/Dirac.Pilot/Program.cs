using Dirac.Pilot.Hosting;
using Dirac.Pilot.Supervision;

// The supervisor starts once for every job: nothing else is touched on its way.
return args is [SupervisorCommand.Verb] ? new Supervisor().Run() : await RunVerb.RunAsync(args);
