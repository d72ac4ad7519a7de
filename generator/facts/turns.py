"""The turns of phrase by which prose goes on about a fact or comes to another, and how far it may go on.

Each pattern is met by a part of a sentence between two commas. They were told from public reports and digests in which an
editor had marked the facts: a level takes its growth, its rank and one companion; what has two figures takes only its own
growth; two short clauses of like length are a pair; a row of three is three facts.
"""

import re

_CN = "[零〇一二两三四五六七八九十]"
LEAD = re.compile(
    rf"^(?:[^，\d]{{0,4}}(?:\d{{4}}|{_CN}{{4}}|{_CN}{{1,3}})年(?:底|末|初|度|以来|来|间|内)?)$"
    r"|^(?:今|去|明|本|上|前|当)年[^，]{0,6}$|(?:季度|半年|月份|月末|月底|月|日|时)$"
    r"|^(?:据(?!点)|根据|按照?(?!揭)|随着|截至|截止|自从?(?![主然动由])|通过(?!率)|围绕|面对|经过?(?![济营费贸理典])|由于)[^，]{2,22}$"
    r"|^(?!提高|增加|扩大|降低|稳定|促进|优化|加大|增长|提升|改善|保持|推动|下调|上调|调整|调减|压减|压缩|减少|削减|缩小|完善|控制|释放|盘活|加快|规范)[^，]{2,20}(?:比重|比例|[^效]率|总额|总量|面积|产量|收入|支出|余额|指数|人数|规模)$"
    r"|^[^，\d]{2,16}(?:比赛|较量|角逐|行动|过程|活动|评选|评比|榜单|考核|会战)中$"
    r"|^在[^，\d]{2,20}\d{0,4}[^，]{0,8}[中里内]$"
    r"|^(?:下一步|接下来|与此同时|此外|另外|同时|会上|可以说|值得一提的是)$"
    r"|^(?:扣除|剔除|不含)[^，]{2,16}$"
    r"|[一二三四五六七八九十\d][天日]$|(?<![落滞先身背])后$|点(?:半|整|钟|许)$|之际$|^(?:男子|女子|混合)?[^，]{0,4}组(?:方面)?$"
    r"|(?:相比|来看|看|以来|期间|假期|假日|黄金周|方面|计算|基础上|情况下|带动下|其中|情况|表现在|表明|显示|推动下)$"
)
COMMA = re.compile("[，,]")
DIGIT = re.compile(r"\d")
LIKENED = re.compile(r"相当于|超过|高于|低于|多于|是")
FRAME = re.compile(
    r"^(?:从[^，]{2,20}看|据(?!点)[^，]{2,22}|就[^，]{2,20}(?:来说|而言|来看)|围绕[^，]{2,22}|随着[^，]{2,22}|面对[^，]{2,22}|主要表现在"
    r"|[^，\d]{2,16}(?:方面|领域|层面)|下一步|接下来|与此同时|此外|另外|同时|会上|可以说|值得一提的是"
    r"|根据[^，]{2,22}|按[^，]{2,12}(?:计划|规划|方案|要求))$"
)
AGAINST = re.compile(r"^(?:与|同|和)?[^，]{4,20}相比$")
NAMED = re.compile(
    r"\d|[Ⅰ-Ⅻ]|第[零〇一二三四五六七八九十百]+[届次轮期]|“[^”]{0,8}[一二三四五六七八九十两双][^”]{0,10}”"
)
WHEN = re.compile(r"^[^，]{0,4}(?:[12１２][0-9０-９]{3}|今|去|明|本|当)年[^，]{0,8}$")
GOES_ON = re.compile(r"[并且而也还又]|从而|进而|以及|降低|提高|提升|减少|努力")
DAY = re.compile(r"^(?:(?:当地时间|北京时间)?\d{1,2}日(?:上午|下午|晚|晚间|凌晨)?|当[天日晚])(?=[，,一-鿿])")
CAME_OF = re.compile(
    r"(?:也|又|均|都|并)?(?:再次?|又一次|首次|再度|第[\d一二三四五六七八九十]+次|屡次?|多次|双双|连续\S{0,6})?"
    r"(?:创(?:下|造|出)?(?:了|新|历史|近|同期|开|有)|刷新|打破|未发生|没有发生|无(?![人线缝障锡偿])|实现了?(?:“|历史|县|全|零|翻|跨越|重大)|结束了|填补|达到?(?:国际|国内|历史|全|世界)"
    r"|[与同][^，\d]{2,10}持平|基本持平|为(?:近|历|有|全|我|同期|世界)|是(?:近|历|有|全|我|同期|世界)|均(?:创|为|居)|成为|处于|跻身|领跑|名列|主要(?:是|由于|因))"
)  # what came of a fact
AVERAGE = re.compile(
    r"[^，\d]{0,3}?(?:(?:[场亩户村社单班次]均|最高[日时]|单[篇株头场次]|平均每[户亩场天人])[^，\d]{0,5}"
    r"|人均(?!可支配|纯收入|预期|期望|GDP|地区|国内|生产|公园|公共|体育|住房|耕地|绿地|受教育)[^，\d]{0,5})[\d一二三四五六七八九]"
)
YEARLY = re.compile(
    r"[年日](?:产|服务|接待|发电|销售|营业|加工|处理|吞吐|游客|客流|育|培训|出栏|开行|运|供|收入|利润|产值)(?!人口)"
)  # 服务组织612个，年服务面积86万亩次
BARE_ACT = re.compile(
    r"(?:共|已|依法|集中|分散|全部|现场)?(?:清退|注销|拆除|查处|整改|办结|处置|关停|取缔|立案|审结|化解|销号|重建|修缮|救助|整治|清理|规范|提升|淘汰|处理|受理|调解|抓获|破获|下架|召回|检出|约谈|处罚|移送|恢复|验收|退出|盘活|改造|扩建|修复)+"
)  # a verb that leaves what it was done to for the clause before
OF_IT = re.compile(
    r"(?:涉及|涉案|资助|交易|合同|订单|签约|融资|判赔|执行到位|补贴|减免|罚没|罚)(?:资金|金额|总额|款|额|费用)|总建筑面积|检出|(?:自己|其|它|他们?|她们?)(?=[^，]{0,6}\d)"
)  # a sum or a measure of what stands before it
APART = re.compile(
    r"连续[^，]{1,4}年(?:未|没有|无)|为[^，\d]{2,10}(?:挽回|节省|节约|减免|提供|办理|发放|争取|降低|化解|追回|输送|培训|解决|筹集|垫付|体检|讨回)"
)  # a deed of its own, whatever word it opens with
GOES_ON_TO = re.compile(r"(?:共|累计|年|日均)?(?:接待|服务|吸引|带动|惠及|覆盖|创造|贡献|实现|完成)")
LEADS_TO = re.compile(r"(?:共|直接|还|已)?(?:吸引|带动|拉动|惠及|覆盖|催生|撬动|辐射|吸纳)")
SPENT = re.compile(r"(?:投入|投资|筹集|筹措|筹资|整合|拨付|安排|斥资|耗资)[^，\d]{0,6}$")
WORKS = re.compile(
    r"(?:先后|陆续|用于|计划|将|共|已)?(?:新?建|改造?|修[建复缮]|实施|开工|支持|扶持|购置|引进|完成|打造|升级|兴建|铺设|安装|上线|培育|设立|整治|治理|开展|建成|建起|推进|补助|奖补)"
)  # what money is spent on
SERVES = re.compile(r"(?:为|给|向|对)[^，\d]{0,3}\d")
DEED = 4  # characters after a count of people that tell what was done for them
BARE_VERB = re.compile(
    r"(?:单日|当日|当天|全天|共|累计|日均)?(?:接待|入园|入馆|发送|运送|成交|销售|售出|卖出|产出|到账|签约|登记|送达|完成|实现)了?"
)
THAN = re.compile(r"(?:按[^，]{2,8}?)?[比较与同][^，]{2,16}")
OPENED = re.compile(
    r"^像[^，]{2,24}的[一-鿿]{1,10}$|^(?!.*[是为有])[^，“]{1,12}的“[^”]{1,12}”[一-鿿]{0,6}(?<![了着过])$|^(?!.*[是为有])[^，。]{2,16}(?:举办|举行|召开|开通|新开|开业|新建|建成|推出|打造|位于|来自|创办|引进|培育|承办|参加|参与)的[一-鿿]{2,12}$"
)  # 今年国庆假期举办的公开赛，吸引…: who or what, and no more
STREAK = re.compile(r"实现“?[一二三四五六七八九十\d]+连[丰增涨]|连续[^，]{1,4}年(?:获得?丰收|丰收|增产|增长)")
YIELDS = re.compile(
    r"(?:可|将)?(?:新增|提供|增加|创造|腾出|释放)(?:[^，\d]{0,4}(?:学位|床位|车位|停车位|泊位|岗位|产能|库容|空间))[^，\d]{0,4}\d"
)  # what a finished work brings: 新建学校9所，新增学位2480个
OF_THE_SAME = re.compile(
    r"(?:同比|环比|[比较]|增|降|减|上升|提高|提升|下降|高于|低于|高出|快于|完成(?:年度|率)|相当|分别|平均|年均|名义|实际|扣除|剔除|按|同口径|可比|达|为|是|总[量额产数]|累计|合计|共计|力争|居|位|列|排|全[国省]排名|创|连续|首|一共|最高|占(?![地道据用领])|其中(?=[\d一二两三四五六七八九十]))"
)  # what a level with its growth still takes: more growth, a rank, a sum, a share that names nothing (其中8个已完工)
BUILT = re.compile(r"[建改扩修]|投用|投产|竣工|开业|盘活|收储")
REASON = re.compile(r"主要(?:是|由于|因)")
LONGEST_REASON = 24
LONGEST_OUTCOME = 10
SAYING = 5  # characters of a saying that rounds a fact off (场场爆满)
LINK = re.compile(r"(?:的?(?:仅|约|已)?(?:占|有|为|是|达到?|在)[^，]{0,6}的|的?[占有为是达到在约超近至]+)$")
TOPIC = re.compile(
    r"^(?:这[家个座条片支块所项]|该)?(?:总?投资|总?规模|占地|总?面积|总?建筑面积|全长|总长|总?价值)[^，]{2,14}[^\d，]的[^，\d]{2,20}$"
)
HOPES = re.compile(r"力争|确保|力求")
BOTH = re.compile(r"(?:(?:同比|环比|[比较][^，]{2,8}?))?分别")
TOTAL = re.compile(r"累计|总数|总量|总额|总规模")
MEASURES = {
    "产量",
    "总产量",
    "产值",
    "总产值",
    "总量",
    "总额",
    "规模",
    "总规模",
    "总数",
    "余额",
    "面积",
    "人数",
    "数量",
    "价值",
    "排名",
    "位次",
}
ADVERBS = re.compile(
    r"^(?:净增|按可比口径|按可比价格?(?:计算)?|按不变价格?(?:计算)?|平均每年|平均|每年|年均|[日月]均|同比|环比|[比较](?:上年|去年|上月)(?:同期)?|实际|累计|分别|现已|已经|已|现|目前|直接|间接|又|也|再|还|均|共|并|且)+"
)
SCOPE = re.compile(r"^[全我][国省市县区镇村](?=$|累计|共|现|已|总数|达)")
REACHED = re.compile(r"(?:扩大|推广|延伸|覆盖|惠及|普及)到?(?:全国|全省|全市|全县)?")
AMONG = re.compile(r"中$|(?<![公海英万亿华百])里$")
REPORT = re.compile(
    r"(?:获悉|了解到|得知|显示|表明|报道|介绍|表示|透露|发现|通报|指出|宣布|看到|测算|告诉记者|说)$"
)
COMPANION = re.compile(
    r"其中(?![，：\d])|带动|连续|合计占|(?:增[速幅量]|总量|[^，]{0,4}规模)[^，]{0,3}[居列位排]"
)
FROM_TO = re.compile(
    r"[从由][^，从由]{0,20}[\d一二三四五六七八九十百千万][^，]{0,14}(?:[到至]|为)[^，]{0,12}[\d一二三四五六七八九十百千万]"
)
BARE_DEED = re.compile(
    r"(?:审结|开展|实施|举办|组织|办理|查处|整改|培训|安排|投入|落实|执结|立案|检查|推进|解决)了?(?:案件|项目|活动|事项|资金|问题|任务|工程|人员|企业)[约超近达]?\d"
)  # 严惩暴力犯罪，审结案件23件: what cases, the clause before says
SUMMED = re.compile(r"累计|合计|共计")  # …摆在突出位置，累计实施项目86个: a deed of its own
OWNS = re.compile(
    r"(?:现有|共有|拥有|设有)[^，\d]{2,}\d"
)  # 现有国家级项目14项，省级传承人127名: one verb for both
BARE_RATE = re.compile(
    r"(?:[^，\d]{2}率|满意[度率]|(?:按[期时]|群众|诉求|综合|按时|及时|患者|游客)[^，\d]{2}[率度])[^，\d]{0,3}\d"
)  # 隐患2.3万处，整改率99.7%
RATE_TAIL = re.compile(r"，[^，\d]{2,6}[率度][^，\d]{0,3}[\d.]+[%％]$")  # 举报5.7万件，办结率99.9%，满意率94.8%
BEARER = re.compile(r"^(?:这[家个座条片支块所]|该)[^，]{2,24}$")  # 这家专精特新企业，研发投入占比达到8.6%
DONE = re.compile(
    r"(?:建成|投入|开通|竣工|正式|全面|主体)?(?:投用|使用|投产|达产|运营|通车|通航|开工|招生|开业|开园|封顶|合龙|贯通)$"
)
LONGEST_YIELD = 10  # characters of what a finished work brings: …投入使用，床位增至800张
LONGEST_JOIN = 44
LONGEST_LEAD = 60
LONGEST_TAIL = 28  # characters of a comparison without a number that still follows its fact
TWIN = 4  # characters of the bare noun in 建成新线5944公里，复线4603公里
LONGEST_CHAIN = 56  # characters after which a level with two changes has said enough
LONGEST_PAIR = 46
LARGER_HALF = 0.6  # of a pair: what speaks in pairs speaks in measure
LONGEST_TWIN = 32  # characters of two changes that are read in one breath (蔬菜产量增长3.6%，水果产量增长6.9%)
SAID = 8  # figures of a clause that the next part is compared with
LOOK_BACK = 120  # characters of a clause that the next part is compared with
SHORT_NAME = 7
LONGEST_ASIDE = 60  # characters of a bracket that is still read with its clause, figures and all
SCENE = re.compile(
    r"，|(?:账来?|跳动|日志|目标|行情|数据|数字|清单|成绩单|亮点|答卷|变化|对比|显示|写着|说|道)$"
)
MEETING = re.compile(
    r"(?:召开|举行|举办)[^，]{0,24}(?:发布会|通气会|座谈会|总结会|工作会|会议|例会|推进会|现场会)(?:$|[，。])"
)
RUN_IN = re.compile(
    r"\s*(?:【[^】]{1,16}】|(?:[^，。（(]{0,24}[电讯]|本报讯)\s*[（(][^（()）]{2,40}[)）])\s*"
)  # 【经济实力】, 某报12月26日电（记者 某某）: what stands before a paragraph's first words
LONGEST_SEGMENT = 50  # characters between two semicolons that the writer has set as one
LONGEST_STRETCH = 8  # characters of a stretch of time that only opens what follows (暑假62天，…)
OPENING = 6
REPEATED = 4  # characters of a name that tell that two clauses speak of one thing
PREAMBLE = 16  # characters of a clause without a figure that a sentence of prose may open with and keep
SHORT = 48  # a sentence this short with one number stays whole
