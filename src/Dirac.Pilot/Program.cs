using Dirac.Pilot.Hosting;
using Dirac.Pilot.Relays;
using Dirac.Pilot.Supervision;
using Dirac.Pilot.Workflows;

// The supervisor starts once for every job: nothing else is touched on its way.
return args switch
{
    [SupervisorCommand.Verb] => new Supervisor().Run(),
    [JobexecArguments.Verb, .. var rest] => JobexecVerb.Run(rest),
    [RelayArguments.Verb, .. var rest] => await RelayVerb.RunAsync(rest),
    _ => await RunVerb.RunAsync(args),
};
