using Dirac.Persistence;

[assembly: AssemblyFixture(typeof(Dirac.Workload.Tests.Support.LimitedServers))]

namespace Dirac.Workload.Tests.Support;

/// <summary>Servers whose configuration describes queues, limits, shares and a site out of service.</summary>
public sealed class LimitedServers : PerEngine<WorkloadServer>
{
    public const string Limited = "LCG.Limited.ch";
    public const string Slow = "LCG.Slow.ch";
    public const string Banned = "LCG.Banned.ch";
    public const string Plain = "LCG.Plain.ch";

    internal const string Configuration = """
        Resources
        {
          Sites
          {
            LCG
            {
              LCG.Limited.ch
              {
                CEs
                {
                  ce1
                  {
                    Queues
                    {
                      default
                      {
                        CPUTime = 200000
                        NumberOfProcessors = 8
                      }
                    }
                  }
                  ce2
                  {
                    Queues
                    {
                      default
                      {
                        CPUTime = 200000
                      }
                    }
                  }
                }
              }
              LCG.Slow.ch
              {
                CEs
                {
                  ce3
                  {
                    Queues
                    {
                      default
                      {
                        CPUTime = 200000
                      }
                    }
                  }
                }
              }
              LCG.Banned.ch
              {
                Status = Banned
                CEs
                {
                  ce4
                  {
                    Queues
                    {
                      default
                      {
                        CPUTime = 200000
                      }
                    }
                  }
                }
              }
              LCG.Plain.ch
              {
                CEs
                {
                  ce5
                  {
                    Queues
                    {
                      default
                      {
                        CPUTime = 4000
                        MaxRAM = 4000
                      }
                    }
                  }
                }
              }
            }
          }
        }
        Operations
        {
          Defaults
          {
            JobScheduling
            {
              RunningLimit
              {
                LCG.Limited.ch
                {
                  JobType
                  {
                    Merge = 3
                  }
                  JobGroup
                  {
                    prod7 = 1
                  }
                  CEs
                  {
                    ce2
                    {
                      JobType
                      {
                        User = 1
                      }
                    }
                  }
                }
              }
              MatchingDelay
              {
                LCG.Slow.ch
                {
                  JobType
                  {
                    User = 3600
                  }
                }
              }
            }
            JobDescription
            {
              AllowedJobTypes = User, Test, Merge
            }
          }
        }
        """;

    protected override Task<WorkloadServer> MakeAsync(Engine engine) => WorkloadServer.StartAsync(engine, Configuration);
}
